package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FailureDetails;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.Rewind;
import dev.varve.storage.RewindOutcome;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.TurnCommit.NewTimer;
import dev.varve.storage.TurnCommit.StatusChange;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Failed instances that go on (G15). */
abstract class RewindContract extends HubContract {
  private static final String EXECUTION = "a-1";

  /** Of the turns of a rewind, less their sequence. */
  private long nextCommitId = 7_000;

  /** An order that has failed with turn 3; its session serves no orders any more. */
  private WorkerSession failedOrder() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).status(failed()));
    return session;
  }

  private static StatusChange failed() {
    return new StatusChange(
        OrchestrationRuntimeStatus.FAILED,
        new Payload("\"half done\""),
        Payload.NULL,
        Optional.of(FailureDetails.of("declined", "no cover")));
  }

  private Rewind rewind(String failed, int number, long sequence) {
    return new Rewind(
        "a",
        failed,
        EXECUTION + "/" + number,
        List.of(
            kept(sequence, true, started(ORDER, EXECUTION)),
            kept(sequence + 1, false, new ExecutionRewound(number, "", List.of(), 5, 0, null))),
        List.of(new NewTimer(3, now().plusSeconds(60))),
        List.of(charge(4)));
  }

  private HistoryTurn kept(long sequence, boolean ran, InputEvent input) {
    return new HistoryTurn(
        sequence, now(), nextCommitId + sequence, ran, List.of(input), List.of());
  }

  private RewindOutcome tryRewind(Rewind rewind) {
    return get(hub.rewind(rewind));
  }

  private void assertRewound(Rewind rewind) {
    assertThat(tryRewind(rewind)).isEqualTo(new RewindOutcome.Rewound());
  }

  private void assertRefused(Rewind rewind) {
    InstanceRow before = row("a");
    List<HistoryTurn> history = hub.history("a", 0, 10);
    assertThat(tryRewind(rewind)).isEqualTo(new RewindOutcome.Refused(before));
    assertThat(row("a")).isEqualTo(before);
    assertThat(hub.history("a", 0, 10)).isEqualTo(history);
  }

  @Test
  void G15_a_rewound_instance_has_the_new_history_and_runs_without_an_end() {
    failedOrder();
    InstanceRow before = row("a");
    clock.advance(Duration.ofSeconds(1));
    Rewind rewind = rewind(EXECUTION, 1, 4);
    assertRewound(rewind);
    InstanceRow now = row("a");
    assertThat(hub.history("a", 0, 10)).isEqualTo(rewind.history());
    assertThat(now.status()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(now.executionId()).isEqualTo("a-1/1");
    assertThat(now.failure()).isEmpty();
    assertThat(now.output()).isEqualTo(Payload.NULL);
    assertThat(now.completedAt()).isEmpty();
    assertThat(now.lastSequence()).isEqualTo(5);
    assertThat(now.lastUpdatedAt()).isAfter(before.lastUpdatedAt());
    assertThat(now)
        .usingRecursiveComparison()
        .ignoringFields(
            "status", "executionId", "failure", "completedAt", "lastSequence", "lastUpdatedAt")
        .isEqualTo(before);
    assertThat(hub.counts())
        .singleElement()
        .satisfies(count -> {
          assertThat(count.status()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
          assertThat(count.count()).isEqualTo(1);
        });
  }

  @Test
  void G15_a_rewound_instance_is_claimable_at_once_by_those_who_serve_it() {
    failedOrder().close();
    assertRewound(rewind(EXECUTION, 1, 4));
    assertThat(session("other", Set.of(ORDER_2), Set.of()).fetch(ALL).claimed()).isEmpty();
    WorkerSession able = session("build-1", Set.of(ORDER), Set.of());
    ClaimedInstance claimed = claimOne(able);
    assertThat(claimed.status()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(claimed.parked()).isFalse();
    assertThat(claimed.crashes()).isZero();
    assertThat(claimed.history()).extracting(HistoryTurn::sequence).containsExactly(4L, 5L);
    commit(able, turn("a", 6).status(OrchestrationRuntimeStatus.COMPLETED));
    assertThat(row("a").completedAt()).isPresent();
  }

  @Test
  void G15_timers_and_queued_activities_of_a_rewind_are_there() {
    failedOrder();
    assertRewound(rewind(EXECUTION, 1, 4));
    WorkerSession session = session();
    FetchBatch first = session.fetch(ALL);
    assertThat(first.activities())
        .singleElement()
        .satisfies(activity -> {
          assertThat(activity.task()).isEqualTo(charge(4));
          assertThat(activity.executionId()).isEqualTo("a-1/1");
        });
    clock.advance(Duration.ofSeconds(61));
    assertThat(events(claimedOrDelivered(session, first)))
        .singleElement()
        .isInstanceOf(TimerFired.class);
  }

  /** The other session may have claimed nothing: the instance was due for both. */
  private List<InboxMessage> claimedOrDelivered(WorkerSession session, FetchBatch first) {
    return first.claimed().isEmpty() ? claimOne(session).messages() : delivered(session);
  }

  @Test
  void G15_answers_of_a_cut_rewind_are_refused_and_those_of_children_taken() {
    failedOrder();
    assertRewound(rewind(EXECUTION, 1, 4));
    Message late = new Message("a", Optional.of(EXECUTION), new TaskCompleted(1, Payload.NULL));
    Message now = new Message("a", Optional.of("a-1/1"), new TaskCompleted(1, Payload.NULL));
    Message child =
        new Message(
            "a", Optional.of(EXECUTION), new SubOrchestrationInstanceCompleted(2, Payload.NULL));
    Message stranger =
        new Message(
            "a", Optional.of("b-1"), new SubOrchestrationInstanceCompleted(2, Payload.NULL));
    assertThat(get(hub.send(List.of(late, now, child, stranger))))
        .containsExactly(
            SendOutcome.NO_SUCH_INSTANCE,
            SendOutcome.ACCEPTED,
            SendOutcome.ACCEPTED,
            SendOutcome.NO_SUCH_INSTANCE);
  }

  @Test
  void G15_events_that_waited_at_the_end_are_there_again_in_order_and_nothing_else_is() {
    WorkerSession session = session();
    startOwned(session, "a");
    send("a", event("consumed"));
    List<Long> consumed = ids(delivered(session));
    send("a", event("handed out"));
    assertThat(delivered(session)).hasSize(1);
    send("a", event("waiting"));
    send("a", new ExecutionSuspended("never carried out"));
    get(
        hub.send(
            List.of(new Message("a", Optional.of(EXECUTION), new TaskCompleted(1, Payload.NULL)))));
    commit(session, turn("a", 3).consuming(consumed).timer(2, now()).status(failed()));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    assertRewound(
        new Rewind(
            "a", EXECUTION, "a-1/1", rewind(EXECUTION, 1, 4).history(), List.of(), List.of()));
    assertThat(events(claimOne(session).messages()))
        .containsExactly(event("handed out"), event("waiting"));
  }

  @Test
  void G15_a_queued_activity_of_a_cut_rewind_answers_nobody() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).activity(charge(2)));
    long activity = session.fetch(ALL).activities().getFirst().id();
    commit(session, turn("a", 4).status(failed()));
    assertRewound(rewind(EXECUTION, 1, 5));
    assertThat(
            get(
                session.complete(
                    List.of(new ActivityResult(activity, new TaskCompleted(2, Payload.NULL))))))
        .containsExactly(false);
    assertThat(claimOne(session).messages()).isEmpty();
  }

  @Test
  void G15_only_what_failed_is_rewound_and_only_as_it_was_read() {
    WorkerSession session = session();
    startOwned(session, "a");
    assertRefused(rewind(EXECUTION, 1, 3));
    commit(session, turn("a", 3).status(failed()));
    assertRefused(rewind("another", 1, 4));
    assertRefused(rewind(EXECUTION, 1, 5));
    assertRewound(rewind(EXECUTION, 1, 4));
    nextCommitId += 1_000;
    assertRefused(rewind(EXECUTION, 1, 4));
    assertThat(
            tryRewind(
                new Rewind("b", "b-1", "b-1/1", rewind("", 1, 1).history(), List.of(), List.of())))
        .isEqualTo(new RewindOutcome.NoSuchInstance());
  }

  @Test
  void G3_a_rewind_that_is_repeated_is_found_done_and_changes_nothing() {
    failedOrder().close();
    Rewind rewind = rewind(EXECUTION, 1, 4);
    assertRewound(rewind);
    assertDone(rewind);
    WorkerSession session = session("build-1", Set.of(ORDER), Set.of());
    claimOne(session);
    commit(session, turn("a", 6));
    assertDone(rewind);
    commit(session, turn("a", 7).status(failed()));
    assertDone(rewind);
    assertRewound(rewind("a-1/1", 2, 8));
    assertRefused(rewind);
  }

  private void assertDone(Rewind rewind) {
    InstanceRow before = row("a");
    List<HistoryTurn> history = hub.history("a", 0, 10);
    assertRewound(rewind);
    assertThat(row("a")).isEqualTo(before);
    assertThat(hub.history("a", 0, 10)).isEqualTo(history);
  }

  @Test
  void G15_what_was_terminated_or_completed_is_not_rewound() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).status(OrchestrationRuntimeStatus.TERMINATED));
    assertRefused(rewind(EXECUTION, 1, 4));
    get(hub.start(List.of(order("b"))));
    assertThat(
            hub.purge(new PurgeRequest(Optional.of("a"), Optional.empty(), Set.of(), 1)).purged())
        .isEqualTo(1);
    assertThat(tryRewind(rewind(EXECUTION, 1, 4))).isEqualTo(new RewindOutcome.NoSuchInstance());
  }

  @Test
  void G15_an_instance_is_rewound_again_and_the_former_owner_changes_nothing() {
    WorkerSession first = failedOrder();
    assertRewound(rewind(EXECUTION, 1, 4));
    assertFenced(tryCommit(first, turn("a", 4).build()));
    assertFenced(tryCommit(first, turn("a", 6).build()));
    claimOne(first);
    commit(first, turn("a", 6).status(failed()));
    assertRewound(rewind("a-1/1", 2, 7));
    assertThat(row("a").executionId()).isEqualTo("a-1/2");
    assertThat(sequences("a")).containsExactly(7L, 8L);
    assertThat(
            hub.purge(new PurgeRequest(Optional.of("a"), Optional.empty(), Set.of(), 1)).purged())
        .isZero();
  }

  @Test
  void G5_a_rewind_survives_the_process() {
    if (!storage.capabilities().durable()) {
      return;
    }
    failedOrder().close();
    Rewind rewind = rewind(EXECUTION, 1, 4);
    assertRewound(rewind);
    reopen();
    assertThat(hub.history("a", 0, 10)).isEqualTo(rewind.history());
    assertThat(claimOne(session("build-1", Set.of(ORDER), Set.of())).history()).hasSize(2);
  }
}
