package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ExistingInstancePolicy;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.StartOutcome.Fenced;
import dev.varve.storage.StartOutcome.Kept;
import dev.varve.storage.StartOutcome.Refused;
import dev.varve.storage.StartOutcome.Started;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Starting instances: rows, policies for taken ids, delays. */
abstract class StartContract extends HubContract {
  private static NewInstance with(NewInstance start, ExistingInstancePolicy policy) {
    return new NewInstance(
        start.instanceId(),
        start.started(),
        start.at(),
        start.commitId(),
        start.due(),
        policy,
        start.owner());
  }

  private void finish(String id) {
    try (WorkerSession session = session()) {
      claimOne(session);
      commit(session, turn(id, 2).status(OrchestrationRuntimeStatus.COMPLETED));
    }
  }

  @Test
  void a_start_writes_the_row_and_a_first_turn_that_has_not_run() {
    NewInstance order = order("a");
    assertThat(start(order)).isEqualTo(new Started());

    InstanceRow row = row("a");
    assertThat(row.hub()).isEqualTo("conformance");
    assertThat(row.function()).isEqualTo(ORDER);
    assertThat(row.executionId()).isEqualTo("a-1");
    assertThat(row.versionSetId()).isEqualTo("set-1");
    assertThat(row.status()).isEqualTo(OrchestrationRuntimeStatus.PENDING);
    assertThat(row.createdAt()).isEqualTo(now());
    assertThat(row.completedAt()).isEmpty();
    assertThat(row.park()).isEmpty();
    assertThat(row.customStatus()).isEqualTo(Payload.NULL);
    assertThat(row.lastSequence()).isEqualTo(1);
    assertThat(hub.history("a", 0, 10))
        .containsExactly(
            new HistoryTurn(
                1, order.at(), order.commitId(), false, List.of(order.started()), List.of()));
  }

  @Test
  void tags_of_any_text_come_back_as_they_were() {
    Map<String, String> tags = Map.of("a'b\"%_", "\u00fc\ud83d\ude00;--", "empty", "");
    ExecutionStarted plain = started(ORDER, "a-1");
    ExecutionStarted tagged =
        new ExecutionStarted(
            plain.function(),
            plain.requested(),
            plain.resolution(),
            plain.versionSetId(),
            plain.executionId(),
            plain.firstTaskId(),
            plain.input(),
            null,
            tags,
            now().plusSeconds(1),
            null);
    start(newInstance("a", tagged, now()));
    assertThat(row("a").tags()).isEqualTo(tags);
    assertThat(row("a").scheduledStart()).contains(now().plusSeconds(1));
    assertThat(hub.history("a", 0, 1).getFirst().inputs()).containsExactly(tagged);
  }

  @Test
  void an_instance_that_is_not_there_has_no_row_and_no_history() {
    assertThat(hub.instance("nobody")).isEmpty();
    assertThat(hub.history("nobody", 0, 10)).isEmpty();
  }

  @Test
  void ids_that_differ_in_case_only_are_different_instances() {
    assertThat(start(order("a"))).isEqualTo(new Started());
    assertThat(start(order("A"))).isEqualTo(new Started());
    assertThat(row("A").executionId()).isEqualTo("A-1");
  }

  @Test
  void G1_one_refused_start_does_not_touch_the_others() {
    start(order("taken"));
    List<StartOutcome> outcomes = get(hub.start(List.of(order("a"), order("taken"), order("b"))));
    assertThat(outcomes.get(0)).isEqualTo(new Started());
    assertThat(outcomes.get(1)).isInstanceOf(Refused.class);
    assertThat(outcomes.get(2)).isEqualTo(new Started());
    assertThat(hub.instance("b")).isPresent();
  }

  @Test
  void G3_a_start_that_is_repeated_starts_once() {
    NewInstance order = order("a");
    start(order);
    assertThat(start(order)).isEqualTo(new Started());
    assertThat(sequences("a")).containsExactly(1L);
    assertThat(claimedIds(session().fetch(ALL))).containsExactly("a");
  }

  @Test
  void a_taken_id_is_refused_with_the_row_that_has_it() {
    start(order("a"));
    assertThat(start(order("a"))).isEqualTo(new Refused(row("a")));
    assertThat(sequences("a")).containsExactly(1L);
  }

  @Test
  void a_taken_id_is_kept_if_the_policy_says_so() {
    start(order("a"));
    assertThat(start(with(order("a"), ExistingInstancePolicy.keep())))
        .isEqualTo(new Kept(row("a")));
  }

  @Test
  void a_finished_instance_is_replaced_if_the_policy_says_so_and_a_live_one_is_not() {
    start(order("a"));
    NewInstance second = with(order("a"), ExistingInstancePolicy.replaceFinished());
    assertThat(start(second)).isInstanceOf(Refused.class);
    finish("a");

    NewInstance third =
        with(
            newInstance("a", started(ORDER, "a-2"), now()),
            ExistingInstancePolicy.replaceFinished());
    assertThat(start(third)).isEqualTo(new Started());
    assertThat(row("a").executionId()).isEqualTo("a-2");
    assertThat(row("a").status()).isEqualTo(OrchestrationRuntimeStatus.PENDING);
    assertThat(row("a").completedAt()).isEmpty();
    assertThat(sequences("a")).containsExactly(1L);
  }

  @Test
  void a_start_with_an_owner_is_running_and_owned_at_once() {
    WorkerSession owner = session();
    assertThat(start(ownedBy(order("a"), owner))).isEqualTo(new Started());
    assertThat(row("a").status()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(session().fetch(ALL).claimed()).isEmpty();
    assertThat(owner.fetch(ALL).isEmpty()).isTrue();
    commit(owner, turn("a", 2));
  }

  @Test
  void G2_a_start_with_an_owner_that_is_over_writes_nothing() {
    WorkerSession owner = session();
    owner.close();
    assertThat(start(ownedBy(order("a"), owner))).isEqualTo(new Fenced());
    assertThat(hub.instance("a")).isEmpty();
  }

  @Test
  void G10_a_delayed_start_is_claimable_at_its_due_time_and_not_before() {
    Instant due = now().plus(Duration.ofHours(1));
    start(newInstance("a", started(ORDER, "a-1"), due));
    WorkerSession session = session();
    assertThat(session.fetch(ALL).claimed()).isEmpty();
    assertThat(session.fetch(ALL).nextDue()).contains(due);
    send("a", event("early"));
    clock.advance(Duration.ofHours(1).minusNanos(1_000));
    assertThat(session.fetch(ALL).claimed()).isEmpty();

    clock.advance(Duration.ofNanos(1_000));
    ClaimedInstance claimed = claimOne(session);
    assertThat(claimed.status()).isEqualTo(OrchestrationRuntimeStatus.PENDING);
    assertThat(events(claimed.messages())).containsExactly(event("early"));
  }

  @Test
  void G10_delayed_starts_come_in_the_order_of_their_due_times() {
    for (int minutes : List.of(3, 1, 2)) {
      Instant due = now().plus(Duration.ofMinutes(minutes));
      start(newInstance("after-" + minutes, started(ORDER, "x" + minutes), due));
    }
    clock.advance(Duration.ofMinutes(5));
    assertThat(claimedIds(session().fetch(ALL))).containsExactly("after-1", "after-2", "after-3");
  }

  @Test
  void G10_management_of_a_delayed_start_does_not_start_it_early() {
    Instant due = now().plus(Duration.ofHours(1));
    start(newInstance("a", started(ORDER, "a-1"), due));
    ExecutionTerminated terminated = new ExecutionTerminated(Payload.NULL, false);
    send("a", terminated);
    WorkerSession session = session("build-1", Set.of(ORDER), Set.of());
    ClaimedInstance claimed = claimOne(session);
    assertThat(events(claimed.messages())).containsExactly(terminated);

    commit(session, turn("a", 2).withoutRunning().consuming(ids(claimed.messages())));
    release(session, "a");
    assertThat(session.fetch(ALL).claimed()).isEmpty();
    assertThat(session.fetch(ALL).nextDue()).isEqualTo(Optional.of(due));
    clock.advance(Duration.ofHours(1));
    assertThat(claimOne(session).history()).hasSize(2);
  }
}
