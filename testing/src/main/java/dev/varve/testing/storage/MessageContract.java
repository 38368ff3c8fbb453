package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Message;
import dev.varve.storage.Release;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages: order, delivery once per ownership, refusals. */
abstract class MessageContract extends HubContract {
  @Test
  void G8_messages_are_delivered_in_the_order_they_were_accepted_with_timers_among_them() {
    WorkerSession session = session();
    startOwned(session, "a");
    commit(session, turn("a", 3).timer(1, now().plusSeconds(10)).timer(2, now().plusSeconds(2)));
    send("a", event("first"));
    clock.advance(Duration.ofSeconds(5));
    send("a", event("second"));
    clock.advance(Duration.ofSeconds(10));
    send("a", event("third"));

    assertThat(delivered(session))
        .extracting(message -> nameOf(message))
        .containsExactly("first", "timer 2", "second", "timer 1", "third");
  }

  private static String nameOf(InboxMessage message) {
    return switch (message.event()) {
      case EventRaised raised -> raised.name();
      case TimerFired fired -> "timer " + fired.taskId();
      case InputEvent other -> other.toString();
    };
  }

  @Test
  void G8_a_message_is_handed_out_once_per_ownership_and_again_to_the_next_owner() {
    WorkerSession session = session();
    startOwned(session, "a");
    send("a", event("first"));
    send("a", event("second"));
    List<InboxMessage> messages = delivered(session);
    assertThat(events(messages)).containsExactly(event("first"), event("second"));
    assertThat(delivered(session)).isEmpty();
    release(session, "a");
    assertThat(claimOne(session()).messages()).isEqualTo(messages);
  }

  @Test
  void G8_results_given_back_come_before_what_waits() {
    WorkerSession session = session();
    startOwned(session, "a");
    send("a", event("waits"));
    TaskCompleted one = new TaskCompleted(1, Payload.NULL);
    TaskCompleted two = new TaskCompleted(2, Payload.NULL);
    assertCommitted(
        get(session.release(new Release("a", List.of(one, two), Optional.empty(), false))));
    assertThat(events(claimOne(session).messages())).containsExactly(one, two, event("waits"));
  }

  @Test
  void the_inbox_shows_what_was_not_consumed_in_order_and_without_timers() {
    WorkerSession session = session();
    startOwned(session, "other");
    startOwned(session, "a");
    commit(session, turn("a", 3).timer(1, now().plusSeconds(2)));
    send("other", event("to another"));
    List.of("first", "second", "third").forEach(name -> send("a", event(name)));
    clock.advance(Duration.ofSeconds(5));
    InputEvent stop = new ExecutionSuspended("stop");
    send("a", stop);

    assertThat(events(hub.inbox("a", 10)))
        .containsExactly(event("first"), event("second"), event("third"), stop);
    assertThat(events(hub.inbox("a", 2))).containsExactly(event("first"), event("second"));
    List<InboxMessage> waiting = hub.inbox("a", 10);
    assertThat(delivered(session)).containsAll(waiting);
    assertThat(hub.inbox("a", 10)).isEqualTo(waiting);

    commit(session, turn("a", 4).consuming(List.of(waiting.get(1).id())));
    TaskCompleted result = new TaskCompleted(2, new Payload("17"));
    assertCommitted(
        get(session.release(new Release("a", List.of(result), Optional.empty(), false))));
    assertThat(events(hub.inbox("a", 10)))
        .containsExactly(result, event("first"), event("third"), stop);
  }

  @Test
  void the_inbox_of_nobody_and_of_a_completed_instance_is_empty() {
    WorkerSession session = session();
    startOwned(session, "a");
    send("a", event("x"));
    assertThat(hub.inbox("nobody", 1)).isEmpty();
    assertThat(hub.inbox("a", 1)).hasSize(1);
    commit(session, turn("a", 3).status(OrchestrationRuntimeStatus.COMPLETED));
    assertThat(hub.inbox("a", 1)).isEmpty();
    assertThatThrownBy(() -> hub.inbox("a", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 messages");
  }

  @Test
  void message_ids_are_not_shared_by_instances() {
    WorkerSession session = session();
    startOwned(session, "a");
    startOwned(session, "b");
    send("a", event("x"));
    send("b", event("x"));
    assertThat(ids(delivered(session))).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void G13_a_message_to_nobody_or_to_a_finished_instance_is_refused() {
    WorkerSession session = session();
    startOwned(session, "a");
    assertThat(send("nobody", event("x"))).isEqualTo(SendOutcome.NO_SUCH_INSTANCE);
    assertThat(send("a", event("x"))).isEqualTo(SendOutcome.ACCEPTED);
    commit(session, turn("a", 3).status(OrchestrationRuntimeStatus.TERMINATED));
    assertThat(send("a", event("x"))).isEqualTo(SendOutcome.FINISHED);
  }

  @Test
  void G13_each_message_of_a_batch_has_an_outcome_of_its_own() {
    WorkerSession session = session();
    startOwned(session, "a");
    assertThat(
            get(
                hub.send(
                    List.of(
                        Message.to("a", event("one")),
                        Message.to("nobody", event("two")),
                        Message.to("a", event("three"))))))
        .containsExactly(SendOutcome.ACCEPTED, SendOutcome.NO_SUCH_INSTANCE, SendOutcome.ACCEPTED);
    assertThat(events(delivered(session))).containsExactly(event("one"), event("three"));
  }

  @Test
  void G13_an_answer_to_another_execution_is_refused() {
    WorkerSession session = session();
    startOwned(session, "a");
    TaskCompleted answer = new TaskCompleted(1, Payload.NULL);
    assertThat(get(hub.send(List.of(new Message("a", Optional.of("a-0"), answer)))))
        .containsExactly(SendOutcome.NO_SUCH_INSTANCE);
    assertThat(get(hub.send(List.of(new Message("a", Optional.of("a-1"), answer)))))
        .containsExactly(SendOutcome.ACCEPTED);
    assertThat(events(delivered(session))).containsExactly(answer);
  }

  @Test
  void messages_of_a_commit_that_nobody_can_take_are_dropped_and_the_others_arrive() {
    WorkerSession session = session();
    startOwned(session, "a");
    startOwned(session, "b");
    startOwned(session, "done");
    commit(session, turn("done", 3).status(OrchestrationRuntimeStatus.COMPLETED));
    Message toNobody = Message.to("nobody", event("x"));
    Message toDone = Message.to("done", event("x"));
    Message late = new Message("b", Optional.of("b-0"), new TaskCompleted(1, Payload.NULL));
    TurnCommit commit =
        turn("a", 3)
            .message(toNobody)
            .message(Message.to("b", event("hello")))
            .message(toDone)
            .message(late)
            .message(Message.to("a", event("note to self")))
            .build();
    CommitOutcome outcome = tryCommit(session, commit);
    assertThat(outcome).isInstanceOf(Committed.class);
    assertThat(((Committed) outcome).dropped()).containsExactly(toNobody, toDone, late);
    assertThat(events(delivered(session)))
        .containsExactlyInAnyOrder(event("hello"), event("note to self"));
  }

  @Test
  void a_message_of_any_text_comes_back_as_it_was() {
    WorkerSession session = session();
    startOwned(session, "a");
    EventRaised odd =
        new EventRaised("n'a\"m%e_\u00fc", new Payload("{\"t\":\"\ud83d\ude00 \\u0000 ';--\"}"));
    send("a", odd);
    assertThat(events(delivered(session))).containsExactly(odd);
  }
}
