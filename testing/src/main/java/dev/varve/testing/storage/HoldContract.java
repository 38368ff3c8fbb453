package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Instances that cannot go on: suspended, parked, healed. */
abstract class HoldContract extends HubContract {
  private static ParkRecord diverged(String build) {
    return new ParkRecord(InstanceCondition.DIVERGED, "it decided otherwise", build);
  }

  private WorkerSession build(String build) {
    return session(build, Set.of(ORDER), Set.of());
  }

  private void suspend(WorkerSession session, String id) {
    startOwned(session, id);
    commit(session, turn(id, 3).withoutRunning().status(OrchestrationRuntimeStatus.SUSPENDED));
    release(session, id);
  }

  @Test
  void G14_a_suspended_instance_keeps_its_messages_until_it_is_resumed() {
    WorkerSession session = session();
    suspend(session, "a");
    send("a", event("first"));
    send("a", event("second"));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();

    send("a", new ExecutionResumed("go on"));
    ClaimedInstance claimed = claimOne(session);
    assertThat(claimed.status()).isEqualTo(OrchestrationRuntimeStatus.SUSPENDED);
    List<InboxMessage> messages = claimed.messages();
    assertThat(events(messages))
        .containsExactly(event("first"), event("second"), new ExecutionResumed("go on"));
    commit(
        session,
        turn("a", 4)
            .withoutRunning()
            .consuming(List.of(messages.get(2).id()))
            .status(OrchestrationRuntimeStatus.RUNNING));
    release(session, "a");
    assertThat(events(claimOne(session).messages()))
        .containsExactly(event("first"), event("second"));
  }

  @Test
  void G14_a_suspended_instance_that_is_released_again_is_held_with_what_it_was_handed() {
    WorkerSession session = session();
    suspend(session, "a");
    send("a", event("first"));
    send("a", new ExecutionResumed("never mind"));
    ClaimedInstance claimed = claimOne(session);
    commit(
        session, turn("a", 4).withoutRunning().consuming(List.of(claimed.messages().get(1).id())));
    release(session, "a");
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
  }

  @Test
  void G14_a_parked_instance_is_not_handed_to_the_build_that_failed_on_it() {
    WorkerSession failing = build("bad");
    startOwned(failing, "a");
    send("a", event("first"));
    assertThat(delivered(failing)).hasSize(1);
    park(failing, "a", diverged("bad"));
    send("a", event("second"));
    assertThat(failing.fetch(ALL).isEmpty()).isTrue();
    assertThat(build("bad").fetch(ALL).isEmpty()).isTrue();
    assertThat(row("a").park()).contains(diverged("bad"));
    assertThat(row("a").status()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);

    ClaimedInstance healed = claimOne(build("good"));
    assertThat(healed.parked()).isFalse();
    assertThat(events(healed.messages())).containsExactly(event("first"), event("second"));
  }

  @Test
  void G14_a_parked_instance_without_messages_is_claimable_for_a_build_that_has_not_failed() {
    WorkerSession failing = build("bad");
    startOwned(failing, "a");
    park(failing, "a", diverged("bad"));
    WorkerSession good = build("good");
    assertThat(claimOne(good).messages()).isEmpty();
    release(good, "a");
    assertThat(good.fetch(ALL).isEmpty()).as("it was looked at and has nothing to do").isTrue();
    assertThat(row("a").park()).isPresent();
  }

  @Test
  void G14_all_builds_that_failed_are_remembered_until_the_instance_runs_again() {
    WorkerSession first = build("one");
    startOwned(first, "a");
    park(first, "a", diverged("one"));
    WorkerSession second = build("two");
    claimOne(second);
    park(second, "a", diverged("two"));
    assertThat(hub.failedBuilds(List.of("a", "unknown")))
        .isEqualTo(Map.of("a", Set.of("one", "two")));
    send("a", event("x"));
    assertThat(first.fetch(ALL).isEmpty()).isTrue();
    assertThat(second.fetch(ALL).isEmpty()).isTrue();
    assertThat(row("a").park()).contains(diverged("two"));

    WorkerSession third = build("three");
    claimOne(third);
    commit(third, turn("a", 3));
    assertThat(row("a").park()).isEmpty();
    assertThat(hub.failedBuilds(List.of("a"))).isEmpty();
    release(third, "a");
    assertThat(claimedIds(first.fetch(ALL))).containsExactly("a");
  }

  @Test
  void G14_management_reaches_a_parked_instance_and_a_turn_without_code_leaves_it_parked() {
    WorkerSession failing = build("bad");
    startOwned(failing, "a");
    park(failing, "a", diverged("bad"));
    send("a", new ExecutionResumed("ping"));
    ClaimedInstance claimed = claimOne(failing);
    assertThat(claimed.parked()).isTrue();
    commit(failing, turn("a", 3).withoutRunning().consuming(ids(claimed.messages())));
    assertThat(row("a").park()).isPresent();
    release(failing, "a");
    assertThat(failing.fetch(ALL).isEmpty()).isTrue();
    assertThat(claimedIds(build("good").fetch(ALL))).containsExactly("a");
  }

  @Test
  void G14_a_parked_instance_that_was_resumed_is_claimable_for_the_builds_that_failed_too() {
    WorkerSession failing = build("bad");
    startOwned(failing, "a");
    park(failing, "a", diverged("bad"));
    WorkerSession other = session("other", Set.of(), Set.of());
    send("a", new ExecutionResumed("try again"));
    send("a", event("x"));
    ClaimedInstance managed = claimOne(other);
    assertThat(managed.parked()).isTrue();
    commit(
        other,
        turn("a", 3)
            .withoutRunning()
            .input(new ExecutionResumed("try again"))
            .consuming(List.of(managed.messages().getFirst().id())));
    release(other, "a");
    assertThat(row("a").park()).contains(diverged("bad"));
    assertThat(hub.failedBuilds(List.of("a"))).isEmpty();
    assertThat(other.fetch(ALL).isEmpty()).as("it does not serve the function").isTrue();
    ClaimedInstance again = claimOne(failing);
    assertThat(again.parked()).isFalse();
    assertThat(events(again.messages())).containsExactly(event("x"));
    park(failing, "a", diverged("bad"));
    assertThat(failing.fetch(ALL).isEmpty()).as("it failed again").isTrue();
  }

  @Test
  void a_parked_instance_that_is_terminated_is_parked_no_longer() {
    WorkerSession failing = build("bad");
    startOwned(failing, "a");
    park(failing, "a", diverged("bad"));
    send("a", new ExecutionResumed("any"));
    claimOne(failing);
    commit(failing, turn("a", 3).withoutRunning().status(OrchestrationRuntimeStatus.TERMINATED));
    assertThat(row("a").park()).isEmpty();
    assertThat(hub.failedBuilds(List.of("a"))).isEmpty();
    assertThat(hub.counts()).allSatisfy(count -> assertThat(count.parked()).isZero());
  }

  @Test
  void an_unresolved_instance_is_tried_again_when_a_session_serves_something_new() {
    WorkerSession session = build("one");
    startOwned(session, "a");
    park(
        session,
        "a",
        new ParkRecord(InstanceCondition.UNRESOLVED, "Charge_v1 is served nowhere", "one"));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    session("activities", Set.of(), Set.of(CHARGE));
    assertThat(claimedIds(session.fetch(ALL))).containsExactly("a");
    commit(session, turn("a", 3));
    assertThat(row("a").park()).isEmpty();
  }

  @Test
  void G14_a_build_that_missed_a_function_looks_again_although_another_has_failed_since() {
    WorkerSession first = build("one");
    startOwned(first, "a");
    park(
        first,
        "a",
        new ParkRecord(InstanceCondition.UNRESOLVED, "Charge_v1 is served nowhere", "one"));
    WorkerSession second = build("two");
    claimOne(second);
    park(second, "a", diverged("two"));
    session("activities", Set.of(), Set.of(CHARGE));
    assertThat(second.fetch(ALL).isEmpty()).isTrue();
    assertThat(claimedIds(first.fetch(ALL))).containsExactly("a");
  }

  @Test
  void G14_a_build_that_missed_a_function_looks_again_when_it_came_before_the_park() {
    WorkerSession first = build("one");
    startOwned(first, "a");
    clock.advance(Duration.ofSeconds(1));
    session("activities", Set.of(), Set.of(CHARGE));
    clock.advance(Duration.ofSeconds(1));
    ParkRecord missed =
        new ParkRecord(InstanceCondition.UNRESOLVED, "Charge_v1 is served nowhere", "one");
    park(first, "a", missed);
    assertThat(claimedIds(first.fetch(ALL))).containsExactly("a");
    park(first, "a", missed);
    assertThat(first.fetch(ALL).isEmpty()).isTrue();
  }

  @Test
  void a_parked_instance_keeps_its_timers() {
    WorkerSession failing = build("bad");
    startOwned(failing, "a");
    commit(failing, turn("a", 3).timer(1, now().plusSeconds(5)));
    park(failing, "a", diverged("bad"));
    clock.advance(Duration.ofSeconds(10));
    assertThat(failing.fetch(ALL).isEmpty()).isTrue();
    assertThat(claimOne(build("good")).messages()).hasSize(1);
  }
}
