package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FailureDetails;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.StatusChange;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Commits: atomic, repeatable, append-only, durable, exact. */
abstract class CommitContract extends HubContract {
  /** A commit that does a little of everything. */
  private TurnBuilder everything(String id, long sequence, List<Long> consumed) {
    return turn(id, sequence)
        .consuming(consumed)
        .timer(1, now())
        .activity(charge(2))
        .message(Message.to("other", event("hello")))
        .child(order("child-of-" + id), Optional.empty())
        .status(
            new StatusChange(
                OrchestrationRuntimeStatus.RUNNING,
                new Payload("\"busy\""),
                Payload.NULL,
                Optional.empty()));
  }

  @Test
  void G1_a_commit_takes_effect_as_a_whole() {
    WorkerSession session = session();
    startOwned(session, "a");
    startOwned(session, "other");
    send("a", event("go"));
    List<InboxMessage> messages = delivered(session);

    commit(session, everything("a", 3, ids(messages)));
    assertThat(sequences("a")).containsExactly(1L, 2L, 3L);
    assertThat(row("a").customStatus()).isEqualTo(new Payload("\"busy\""));
    assertThat(row("a").status()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(hub.instance("child-of-a")).isPresent();
    var batch = session.fetch(ALL);
    assertThat(batch.activities()).hasSize(1);
    assertThat(batch.delivered())
        .extracting(delivery -> delivery.instanceId())
        .containsExactlyInAnyOrder("a", "other");
    assertThat(claimedIds(batch)).containsExactly("child-of-a");
  }

  @Test
  void G1_a_fenced_commit_has_no_effect_at_all() {
    WorkerSession session = session();
    startOwned(session, "a");
    startOwned(session, "other");
    send("a", event("go"));
    List<InboxMessage> messages = delivered(session);
    InstanceRow before = row("a");

    assertFenced(tryCommit(session, everything("a", 7, ids(messages)).build()));
    assertThat(row("a")).isEqualTo(before);
    assertThat(sequences("a")).containsExactly(1L, 2L);
    assertThat(hub.instance("child-of-a")).isEmpty();
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    release(session, "a");
    assertThat(claimOne(session).messages()).isEqualTo(messages);
  }

  @Test
  void G2_only_the_owner_commits() {
    WorkerSession owner = session();
    WorkerSession other = session();
    startOwned(owner, "a");
    assertFenced(tryCommit(other, turn("a", 3).build()));
    assertFenced(tryCommit(owner, turn("nobody", 2).build()));
    assertThat(sequences("a")).containsExactly(1L, 2L);
  }

  @Test
  void G3_a_commit_that_is_repeated_has_no_further_effect_and_reports_success() {
    WorkerSession session = session();
    startOwned(session, "a");
    startOwned(session, "other");
    TurnCommit commit = everything("a", 3, List.of()).build();
    assertCommitted(tryCommit(session, commit));
    assertCommitted(tryCommit(session, commit));
    assertThat(sequences("a")).containsExactly(1L, 2L, 3L);
    assertThat(session.fetch(ALL).activities()).hasSize(1);
  }

  @Test
  void G3_a_commit_that_finished_the_instance_reports_success_when_it_is_repeated() {
    WorkerSession session = session();
    startOwned(session, "a");
    TurnCommit last = turn("a", 3).status(OrchestrationRuntimeStatus.COMPLETED).build();
    assertCommitted(tryCommit(session, last));
    assertCommitted(tryCommit(session, last));
    assertThat(sequences("a")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void G4_a_turn_whose_sequence_is_not_the_next_one_is_fenced() {
    WorkerSession session = session();
    startOwned(session, "a");
    assertFenced(tryCommit(session, turn("a", 2).commitId(77).build()));
    assertFenced(tryCommit(session, turn("a", 4).build()));
    assertThat(sequences("a")).containsExactly(1L, 2L);
    commit(session, turn("a", 3));
    assertThat(row("a").lastSequence()).isEqualTo(3);
  }

  @Test
  void history_is_read_in_parts_behind_a_sequence() {
    WorkerSession session = session();
    startOwned(session, "a");
    for (int sequence = 3; sequence <= 6; sequence++) {
      commit(session, turn("a", sequence));
    }
    assertThat(hub.history("a", 2, 2)).extracting(turn -> turn.sequence()).containsExactly(3L, 4L);
    assertThat(hub.history("a", 6, 2)).isEmpty();
    release(session, "a");
    send("a", event("go"));
    ClaimedInstance claimed = session.fetch(new FetchRequest(1, 0, 4)).claimed().getFirst();
    assertThat(claimed.history())
        .extracting(turn -> turn.sequence())
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(claimed.historyComplete()).isFalse();
  }

  @Test
  void
      G5_what_was_acknowledged_is_there_when_a_durable_store_is_opened_again_and_else_nothing_is() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, everything("a", 3, List.of()));
    release(session, "a");
    send("a", event("go"));
    session.close();
    InstanceRow before = row("a");
    var history = hub.history("a", 0, 10);

    reopen();
    if (!storage.capabilities().durable()) {
      assertEmpty();
      return;
    }
    assertThat(row("a")).isEqualTo(before);
    assertThat(hub.history("a", 0, 10)).isEqualTo(history);
    var batch = session().fetch(ALL);
    assertThat(claimedIds(batch)).contains("a", "child-of-a");
    assertThat(batch.activities()).hasSize(1);
  }

  /** A store that says it is not durable begins anew: nothing half remembered. */
  private void assertEmpty() {
    assertThat(hub.instance("a")).isEmpty();
    assertThat(hub.history("a", 0, 10)).isEmpty();
    assertThat(hub.counts()).isEmpty();
    assertThat(hub.sessions()).isEmpty();
    assertThat(session().fetch(ALL).isEmpty()).isTrue();
  }

  @Test
  void G6_a_closed_store_fails_and_says_that_nothing_happened() {
    HubStore closed = hub;
    NewInstance order = order("a");
    storage.close();
    assertThatThrownBy(() -> failureOf(closed.start(List.of(order))))
        .isInstanceOfSatisfying(
            StorageException.class, failure -> assertThat(failure.outcomeUnknown()).isFalse());
    reopen();
    assertThat(hub.instance("a")).isEmpty();
  }

  private static void failureOf(CompletionStage<?> stage) throws Throwable {
    try {
      stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @Test
  void G7_a_commit_removes_exactly_the_messages_it_names() {
    WorkerSession session = session();
    startOwned(session, "a");
    send("a", event("first"));
    send("a", event("second"));
    send("a", event("third"));
    List<InboxMessage> messages = delivered(session);
    send("a", event("late"));

    commit(session, turn("a", 3).consuming(List.of(messages.get(0).id(), messages.get(2).id())));
    release(session, "a");
    assertThat(events(claimOne(session).messages()))
        .containsExactly(event("second"), event("late"));
  }

  @Test
  void a_finished_instance_has_its_outcome_and_loses_all_it_waited_for() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).timer(1, now().plusSeconds(5)).activity(charge(2)));
    send("a", event("unread"));
    FailureDetails failure = FailureDetails.of("Boom", "it did");
    clock.advance(Duration.ofSeconds(1));
    commit(
        session,
        turn("a", 4)
            .status(
                new StatusChange(
                    OrchestrationRuntimeStatus.FAILED,
                    new Payload("\"last\""),
                    new Payload("[1]"),
                    Optional.of(failure))));

    InstanceRow row = row("a");
    assertThat(row.status()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(row.customStatus()).isEqualTo(new Payload("\"last\""));
    assertThat(row.output()).isEqualTo(new Payload("[1]"));
    assertThat(row.failure()).contains(failure);
    assertThat(row.completedAt()).contains(now());
    assertThat(row.lastUpdatedAt()).isEqualTo(now());
    clock.advance(Duration.ofMinutes(1));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    assertFenced(tryCommit(session, turn("a", 5).build()));
  }

  @Test
  void a_change_of_status_is_signalled_to_listeners() throws Exception {
    BlockingQueue<InstanceChange> changes = new LinkedBlockingQueue<>();
    WorkerSession session = session();
    try (AutoCloseable registration = hub.onChange(changes::add)) {
      assertThat(registration).isNotNull();
      startOwned(session, "a");
      commit(session, turn("a", 3).status(OrchestrationRuntimeStatus.COMPLETED));
      InstanceChange seen = changes.poll(20, TimeUnit.SECONDS);
      while (seen != null && !seen.status().isFinished()) {
        seen = changes.poll(20, TimeUnit.SECONDS);
      }
      assertThat(seen).isNotNull();
      assertThat(seen.instanceId()).isEqualTo("a");
      assertThat(seen.status()).isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
    }
  }
}
