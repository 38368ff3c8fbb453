package dev.varve.internal.engine;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.internal.replay.TurnResult;
import dev.varve.internal.replay.TurnResult.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The turns a resident can make, ready to be committed. Used by its mover only. */
final class TurnDrafts {
  private final Core core;
  private final InstanceState state;

  TurnDrafts(Core core, InstanceState state) {
    this.core = core;
    this.state = state;
  }

  /** The next turn over these messages, before the code has run. */
  HistoryTurn frame(List<Mail> taken) {
    return turn(true, events(taken), List.of());
  }

  /** What the code made of a turn. */
  TurnBuilder decided(HistoryTurn turn, List<Mail> taken, TurnResult result) {
    turn.inputs().forEach(state.work()::told);
    List<EventRaised> carried = List.of();
    int nextTaskId = 0;
    if (result.progress() instanceof Progress.Continued next) {
      carried = next.carried();
      nextTaskId = next.nextTaskId();
    }
    TurnBuilder builder =
        builder(turn, taken).decisions(carried, nextTaskId, result.customStatus());
    boolean firstTurn = state.status() == OrchestrationRuntimeStatus.PENDING;
    if (result.progress() instanceof Progress.Waiting
        && (firstTurn || result.customStatusChanged())) {
      builder.status(OrchestrationRuntimeStatus.RUNNING, result.customStatus());
    }
    return builder;
  }

  /** The end that an operator asked for. */
  TurnBuilder terminated(List<Mail> taken, ExecutionTerminated reason) {
    List<InputEvent> inputs = events(taken);
    inputs.forEach(state.work()::told);
    ExecutionCompleted ended =
        new ExecutionCompleted(OrchestrationRuntimeStatus.TERMINATED, reason.output(), null);
    TurnBuilder builder = builder(turn(true, inputs, List.of(ended)), taken);
    if (reason.recursive()) {
      builder.terminateChildren(reason);
    }
    return builder.decisions(List.of(), 0, state.customStatus());
  }

  /** Suspending what is suspended, or resuming what is not, is on record and changes nothing. */
  TurnBuilder suspended(Mail mail, boolean suspend) {
    TurnBuilder builder = builder(turn(false, List.of(mail.event()), List.of()), List.of(mail));
    if (state.isSuspended() != suspend) {
      OrchestrationRuntimeStatus awake =
          state.hasRun() ? OrchestrationRuntimeStatus.RUNNING : OrchestrationRuntimeStatus.PENDING;
      builder.status(suspend ? OrchestrationRuntimeStatus.SUSPENDED : awake, state.customStatus());
    }
    return builder;
  }

  /** Activities go to the queue, with a turn that tells nothing else. */
  TurnBuilder handedOver(List<TaskScheduled> tasks) {
    List<InputEvent> handed = new ArrayList<>(tasks.size());
    tasks.forEach(task -> handed.add(new TaskQueued(task.taskId())));
    return builder(turn(false, handed, List.of()), List.of()).handOver();
  }

  private HistoryTurn turn(boolean ran, List<InputEvent> inputs, List<DecisionEvent> decisions) {
    return state.next(core.time().now(), core.ports().ids().commitId(), ran, inputs, decisions);
  }

  /** What was taken, with one answer to each decision: a result may be put into the inbox twice. */
  private List<InputEvent> events(List<Mail> mails) {
    List<InputEvent> events = new ArrayList<>(mails.size());
    Set<Integer> answered = new HashSet<>(2);
    for (Mail mail : mails) {
      if (!(mail.event() instanceof Answer answer)
          || (!state.isAnswered(answer) && answered.add(answer.taskId()))) {
        events.add(mail.event());
      }
    }
    return events;
  }

  private TurnBuilder builder(HistoryTurn turn, List<Mail> taken) {
    List<Long> consumed = new ArrayList<>(taken.size());
    for (Mail mail : taken) {
      if (!mail.isLocal()) {
        consumed.add(mail.inboxId());
      }
    }
    return new TurnBuilder(
        state.instanceId(),
        state.executionId(),
        state.started(),
        state.work(),
        core.ports().ids(),
        turn,
        consumed);
  }
}
