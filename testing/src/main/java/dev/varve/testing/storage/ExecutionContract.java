package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.ParentInstance;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.NextExecution;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Continue-as-new and children. */
abstract class ExecutionContract extends HubContract {
  private NextExecution next(FunctionName function, String executionId, long sequence) {
    return new NextExecution(
        function,
        new HistoryTurn(
            sequence,
            now(),
            999 + sequence,
            false,
            List.of(started(function, executionId), event("carried over")),
            List.of()));
  }

  @Test
  void G4_the_next_execution_replaces_history_and_sequences_count_on() {
    WorkerSession session = session();
    startOwned(session, "a");
    NextExecution next = next(ORDER, "a-2", 4);
    commit(session, turn("a", 3).next(next));
    assertThat(hub.history("a", 0, 10)).containsExactly(next.turn());
    assertThat(hub.history("a", 4, 10)).isEmpty();
    InstanceRow row = row("a");
    assertThat(row.executionId()).isEqualTo("a-2");
    assertThat(row.lastSequence()).isEqualTo(4);
    commit(session, turn("a", 5));
    assertThat(sequences("a")).containsExactly(4L, 5L);
  }

  @Test
  void G3_a_continue_as_new_that_is_repeated_has_no_further_effect() {
    WorkerSession session = session();
    startOwned(session, "a");
    TurnCommit commit = turn("a", 3).next(next(ORDER, "a-2", 4)).build();
    assertCommitted(tryCommit(session, commit));
    assertCommitted(tryCommit(session, commit));
    assertThat(sequences("a")).containsExactly(4L);
  }

  @Test
  void the_next_execution_keeps_messages_and_drops_timers_activities_and_old_answers() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).timer(1, now().plusSeconds(5)).activity(charge(2)));
    send("a", event("first"));
    get(
        hub.send(
            List.of(
                new Message("a", Optional.of("a-1"), new TaskCompleted(9, Payload.NULL)),
                Message.to("a", event("second")))));
    commit(session, turn("a", 4).next(next(ORDER, "a-2", 5)));
    clock.advance(Duration.ofMinutes(1));
    FetchBatch batch = session.fetch(ALL);
    assertThat(batch.activities()).isEmpty();
    assertThat(batch.delivered()).hasSize(1);
    assertThat(events(batch.delivered().getFirst().messages()))
        .containsExactly(event("first"), event("second"));
  }

  @Test
  void an_activity_of_the_old_execution_answers_nobody() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).activity(charge(2)));
    long activity = session.fetch(ALL).activities().getFirst().id();
    commit(session, turn("a", 4).next(next(ORDER, "a-2", 5)));
    get(
        session.complete(
            List.of(new ActivityResult(activity, new TaskCompleted(2, Payload.NULL)))));
    assertThat(delivered(session)).isEmpty();
  }

  @Test
  void a_next_execution_of_another_version_is_for_those_who_serve_it() {
    WorkerSession first = session();
    startOwned(first, "a");
    commit(first, turn("a", 3).next(next(ORDER_2, "a-2", 4)));
    assertThat(row("a").function()).isEqualTo(ORDER_2);
    assertFenced(tryCommit(first, turn("a", 5).build()));
    assertThat(first.fetch(ALL).isEmpty()).isTrue();
    ClaimedInstance claimed = claimOne(session("build-1", Set.of(ORDER_2), Set.of()));
    assertThat(claimed.history()).extracting(turn -> turn.sequence()).containsExactly(4L);
    assertThat(hub.counts())
        .extracting(count -> count.function(), count -> count.count())
        .containsExactly(tuple(ORDER_2, 1L));
  }

  @Test
  void a_next_execution_whose_sequence_does_not_follow_is_fenced() {
    WorkerSession session = session();
    startOwned(session, "a");
    assertFenced(tryCommit(session, turn("a", 3).next(next(ORDER, "a-2", 5)).build()));
    assertThat(sequences("a")).containsExactly(1L, 2L);
  }

  private NewInstance childOf(String parent, String id) {
    ExecutionStarted plain = started(ORDER, id + "-1");
    ExecutionStarted started =
        new ExecutionStarted(
            plain.function(),
            plain.requested(),
            plain.resolution(),
            plain.versionSetId(),
            plain.executionId(),
            1,
            plain.input(),
            new ParentInstance(parent, parent + "-1", 1),
            plain.tags(),
            null,
            null);
    return newInstance(id, started, now());
  }

  private static Message taken(String parent) {
    return new Message(
        parent,
        Optional.of(parent + "-1"),
        new SubOrchestrationInstanceFailed(1, FailureDetails.of("Taken", "the id is taken")));
  }

  @Test
  void a_child_starts_with_the_commit_and_knows_its_parent() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(
        session,
        turn("a", 3)
            .child(childOf("a", "child"), Optional.of(taken("a")))
            .message(Message.to("child", event("hello"))));
    assertThat(row("child").parentId()).contains("a");
    ClaimedInstance claimed = claimOne(session);
    assertThat(claimed.instanceId()).isEqualTo("child");
    assertThat(events(claimed.messages())).containsExactly(event("hello"));
    assertThat(delivered(session)).isEmpty();
  }

  @Test
  void a_child_can_be_owned_by_the_session_that_starts_it() {
    WorkerSession session = session();
    startOwned(session, "a");
    NewInstance child = ownedBy(childOf("a", "child"), session);
    commit(session, turn("a", 3).child(child, Optional.empty()));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    commit(session, turn("child", 2));
  }

  @Test
  void a_child_whose_id_is_taken_answers_its_parent_and_leaves_what_is_there() {
    WorkerSession session = session();
    startOwned(session, "a");
    startOwned(session, "taken");
    commit(
        session,
        turn("a", 3)
            .child(childOf("a", "taken"), Optional.of(taken("a")))
            .child(childOf("a", "fresh"), Optional.of(taken("a")))
            .child(childOf("a", "fresh"), Optional.empty()));
    FetchBatch batch = session.fetch(ALL);
    assertThat(batch.delivered()).hasSize(1);
    assertThat(batch.delivered().getFirst().instanceId()).isEqualTo("a");
    assertThat(events(batch.delivered().getFirst().messages())).containsExactly(taken("a").event());
    assertThat(claimedIds(batch)).containsExactly("fresh");
    assertThat(row("taken").parentId()).isEmpty();
  }
}
