package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.Release;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions: what the others see, what is left when one ends or dies. */
abstract class SessionContract extends HubContract {
  @Test
  void live_sessions_are_listed_as_they_described_themselves() {
    SessionDescriptor descriptor =
        new SessionDescriptor(
            "host/1 ü'%", Set.of(ORDER, ORDER_2), Set.of(CHARGE), "build-7", Set.of(1, 2));
    WorkerSession session = hub.openSession(descriptor, () -> {});
    assertThat(hub.sessions())
        .extracting(SessionRow::id, SessionRow::descriptor, SessionRow::startedAt)
        .containsExactly(tuple(session.id(), descriptor, now()));
    assertThat(session.renew()).isTrue();
    session.close();
    assertThat(hub.sessions()).isEmpty();
    assertThat(session.renew()).isFalse();
  }

  @Test
  void G2_session_ids_are_never_used_again() {
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      try (WorkerSession session = session()) {
        assertThat(ids.add(session.id())).isTrue();
      }
    }
  }

  @Test
  void G2_a_closed_session_changes_nothing() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).activity(charge(1)));
    QueuedActivity activity = session.fetch(ALL).activities().getFirst();
    session.close();
    assertSessionIsOver(session, activity);
    session.close();
  }

  @Test
  void G2_a_session_that_was_found_dead_changes_nothing() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).activity(charge(1)));
    QueuedActivity activity = session.fetch(ALL).activities().getFirst();
    crash(session);
    WorkerSession survivor = session();
    recoverAll(survivor);
    assertSessionIsOver(session, activity);
  }

  private void assertSessionIsOver(WorkerSession session, QueuedActivity activity) {
    start(order("due"));
    assertFenced(tryCommit(session, turn("a", 4).build()));
    assertFenced(get(session.release(new Release("a", List.of(), Optional.empty(), true))));
    assertThat(
            get(
                session.complete(
                    List.of(
                        new ActivityResult(activity.id(), new TaskCompleted(1, Payload.NULL))))))
        .containsExactly(false);
    session.abandon(List.of(activity.id()));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    assertThat(session.recover(10)).isZero();
    assertThat(session.renew()).isFalse();
    assertThat(sequences("a")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_closed_session_gives_everything_back_without_counting_a_crash() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).activity(charge(1)));
    assertThat(session.fetch(ALL).activities()).hasSize(1);
    send("a", event("x"));
    session.close();

    var batch = session().fetch(ALL);
    ClaimedInstance claimed = batch.claimed().getFirst();
    assertThat(claimed.crashes()).isZero();
    assertThat(events(claimed.messages())).containsExactly(event("x"));
    assertThat(batch.activities()).extracting(QueuedActivity::deliveries).containsExactly(1);
  }

  @Test
  void a_closed_session_leaves_each_instance_due_since_its_local_work_is_unknown() {
    WorkerSession session = session();
    startOwned(session, "a");
    session.close();
    assertThat(claimOne(session()).messages()).isEmpty();
  }

  @Test
  void G12_what_a_dead_session_owned_is_claimable_after_recovery_and_not_before() {
    WorkerSession dying = session();
    startOwned(dying, "a");
    send("a", event("x"));
    assertThat(delivered(dying)).hasSize(1);
    crash(dying);
    WorkerSession survivor = session();
    assertThat(survivor.fetch(ALL).claimed()).isEmpty();

    assertThat(recoverAll(survivor)).isEqualTo(1);
    ClaimedInstance claimed = claimOne(survivor);
    assertThat(claimed.crashes()).isEqualTo(1);
    assertThat(events(claimed.messages())).containsExactly(event("x"));
    commit(survivor, turn("a", 3));
  }

  @Test
  void G12_an_instance_is_recovered_with_an_empty_inbox_too() {
    WorkerSession dying = session();
    startOwned(dying, "a");
    crash(dying);
    WorkerSession survivor = session();
    recoverAll(survivor);
    assertThat(claimOne(survivor).messages()).isEmpty();
  }

  @Test
  void G12_crashes_count_up_until_the_next_committed_turn() {
    WorkerSession first = session();
    startOwned(first, "a");
    crash(first);
    WorkerSession second = session();
    recoverAll(second);
    assertThat(claimOne(second).crashes()).isEqualTo(1);
    crash(second);
    WorkerSession third = session();
    recoverAll(third);
    assertThat(claimOne(third).crashes()).isEqualTo(2);
    commit(third, turn("a", 3));
    crash(third);
    WorkerSession fourth = session();
    recoverAll(fourth);
    assertThat(claimOne(fourth).crashes()).isEqualTo(1);
  }

  @Test
  void G12_an_owner_that_releases_an_instance_at_rest_clears_its_crashes() {
    WorkerSession first = session();
    startOwned(first, "a");
    crash(first);
    WorkerSession second = session();
    recoverAll(second);
    assertThat(claimOne(second).crashes()).isEqualTo(1);
    assertCommitted(get(second.release(new Release("a", List.of(), Optional.empty(), true))));
    assertThat(claimOne(second).crashes()).isEqualTo(1);
    release(second, "a");
    send("a", new EventRaised("Go", Payload.NULL));
    assertThat(claimOne(second).crashes()).isZero();
  }

  @Test
  void G2_a_turn_of_another_execution_under_the_same_id_is_fenced() {
    WorkerSession session = session();
    startOwned(session, "a");
    TurnCommit next = turn("a", 3).build();
    TurnCommit foreign =
        new TurnCommit(
            next.instanceId(),
            Optional.of("another-execution"),
            next.turn(),
            next.consumed(),
            next.timers(),
            next.canceledTimers(),
            next.activities(),
            next.canceledActivities(),
            next.messages(),
            next.children(),
            next.status(),
            next.next());

    assertThat(get(session.commit(foreign))).isInstanceOf(CommitOutcome.Fenced.class);
    assertThat(get(session.commit(next))).isInstanceOf(CommitOutcome.Committed.class);
  }

  @Test
  void G12_recovery_goes_in_slices_and_ends_with_zero() {
    WorkerSession dying = session();
    for (int i = 0; i < 5; i++) {
      startOwned(dying, "a" + i);
    }
    crash(dying);
    WorkerSession survivor = session();
    int recovered = 0;
    for (int slice = survivor.recover(2); slice > 0; slice = survivor.recover(2)) {
      assertThat(slice).isLessThanOrEqualTo(2);
      recovered += slice;
    }
    assertThat(recovered).isEqualTo(5);
    assertThat(survivor.fetch(ALL).claimed()).hasSize(5);
  }

  @Test
  void G12_the_living_are_left_alone() {
    WorkerSession living = session();
    startOwned(living, "a");
    WorkerSession other = session();
    assertThat(other.recover(10)).isZero();
    commit(living, turn("a", 3));
  }

  @Test
  void G12_a_suspended_instance_of_a_dead_session_stays_held() {
    WorkerSession dying = session();
    startOwned(dying, "a");
    commit(dying, turn("a", 3).withoutRunning().status(OrchestrationRuntimeStatus.SUSPENDED));
    crash(dying);
    WorkerSession survivor = session();
    recoverAll(survivor);
    assertThat(survivor.fetch(ALL).isEmpty()).isTrue();
  }

  private static int recoverAll(WorkerSession survivor) {
    int recovered = 0;
    for (int slice = survivor.recover(100); slice > 0; slice = survivor.recover(100)) {
      recovered += slice;
    }
    return recovered;
  }
}
