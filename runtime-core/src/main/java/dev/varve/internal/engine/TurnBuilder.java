package dev.varve.internal.engine;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.EventSent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.SideEffectRecorded;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskCanceled;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCanceled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.history.ParentInstance;
import dev.varve.internal.replay.PutOffStart;
import dev.varve.storage.Message;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.ChildStart;
import dev.varve.storage.TurnCommit.NewTimer;
import dev.varve.storage.TurnCommit.NextExecution;
import dev.varve.storage.TurnCommit.StatusChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what an execution decided into what the store is to change. One builder for each turn. */
final class TurnBuilder {
  private final String instanceId;
  private final String executionId;
  private final ExecutionStarted started;
  private final OpenWork work;
  private final Ids ids;
  private final HistoryTurn turn;
  private final List<Long> consumed;
  private final List<NewTimer> timers = new ArrayList<>(0);
  private final List<Integer> canceledTimers = new ArrayList<>(0);
  private final List<TaskScheduled> queued = new ArrayList<>(0);
  private final List<Integer> canceledActivities = new ArrayList<>(0);
  private final List<Message> messages = new ArrayList<>(0);
  private final List<ChildStart> children = new ArrayList<>(0);
  private final List<TaskScheduled> local = new ArrayList<>(1);
  private final List<Integer> canceledLocal = new ArrayList<>(0);
  private Optional<StatusChange> status = Optional.empty();
  private Optional<NextExecution> next = Optional.empty();

  /**
   * @param executionId the id of the execution, with the rewinds it has behind it
   * @param work what was open before this turn's decisions
   */
  TurnBuilder(
      String instanceId,
      String executionId,
      ExecutionStarted started,
      OpenWork work,
      Ids ids,
      HistoryTurn turn,
      List<Long> consumed) {
    this.instanceId = instanceId;
    this.executionId = executionId;
    this.started = started;
    this.work = work;
    this.ids = ids;
    this.turn = turn;
    this.consumed = consumed;
  }

  /** Takes the turn's decisions in, and what is open along with them. */
  TurnBuilder decisions(List<EventRaised> carried, int nextTaskId, Payload customStatus) {
    for (DecisionEvent decision : turn.decisions()) {
      switch (decision) {
        case TaskScheduled e -> (e.placement() == Placement.LOCAL ? local : queued).add(e);
        case SubOrchestrationInstanceCreated e ->
            children.add(ChildStarts.of(e, instanceId, started, turn.time(), ids));
        case TimerCreated e -> timers.add(new NewTimer(e.taskId(), e.fireAt()));
        case TimerCanceled e -> canceledTimers.add(e.taskId());
        case TaskCanceled e -> cancel(e.taskId());
        case EventSent e ->
            messages.add(Message.to(e.instanceId(), new EventRaised(e.name(), e.payload())));
        case SideEffectRecorded e -> {}
        case ContinueAsNew e -> continueAsNew(e, carried, nextTaskId, customStatus);
        case ExecutionCompleted e -> finish(e, customStatus);
      }
      work.decided(decision);
    }
    // A timer or activity that was scheduled and cancelled in one turn never leaves it.
    timers.removeIf(timer -> canceledTimers.contains(timer.taskId()));
    queued.removeIf(task -> canceledActivities.contains(task.taskId()));
    local.removeIf(task -> canceledLocal.contains(task.taskId()));
    return this;
  }

  TurnBuilder status(OrchestrationRuntimeStatus to, Payload customStatus) {
    status = Optional.of(new StatusChange(to, customStatus, Payload.NULL, Optional.empty()));
    return this;
  }

  /** Hands the local activities over to the queue that the turn records as such. */
  TurnBuilder handOver() {
    for (InputEvent input : turn.inputs()) {
      if (input instanceof TaskQueued handed) {
        work.told(handed);
        work.activity(handed.taskId()).ifPresent(queued::add);
      }
    }
    return this;
  }

  /** Ends the children as well. */
  TurnBuilder terminateChildren(ExecutionTerminated reason) {
    for (String child : work.children()) {
      messages.add(Message.to(child, reason));
    }
    return this;
  }

  TurnCommit commit() {
    return new TurnCommit(
        instanceId,
        Optional.of(executionId),
        turn,
        consumed,
        timers,
        canceledTimers,
        queued,
        canceledActivities,
        messages,
        children,
        status,
        next);
  }

  List<TaskScheduled> local() {
    return local;
  }

  List<Integer> canceledLocal() {
    return canceledLocal;
  }

  private void cancel(int taskId) {
    Optional<TaskScheduled> activity = work.activity(taskId);
    if (activity.isPresent()) {
      boolean here = activity.get().placement() == Placement.LOCAL;
      (here ? canceledLocal : canceledActivities).add(taskId);
    }
    work.child(taskId)
        .ifPresent(
            child -> messages.add(Message.to(child, new ExecutionTerminated(Payload.NULL, true))));
  }

  private void continueAsNew(
      ContinueAsNew e, List<EventRaised> carried, int nextTaskId, Payload customStatus) {
    ExecutionStarted start =
        new ExecutionStarted(
            e.function(),
            started.requested(),
            e.resolution(),
            e.versionSetId(),
            ids.executionId(),
            nextTaskId,
            e.input(),
            started.parent(),
            started.tags(),
            null,
            PutOffStart.is(started) ? started.continuedFrom() : started.function());
    List<InputEvent> inputs = new ArrayList<>(1 + carried.size());
    inputs.add(start);
    inputs.addAll(carried);
    next =
        Optional.of(
            new NextExecution(
                e.function(),
                new HistoryTurn(
                    turn.sequence() + 1, turn.time(), turn.commitId(), false, inputs, List.of())));
    if (!customStatus.isNull()) {
      status(OrchestrationRuntimeStatus.RUNNING, Payload.NULL);
    }
  }

  private void finish(ExecutionCompleted e, Payload customStatus) {
    status =
        Optional.of(
            new StatusChange(
                e.status(), customStatus, e.output(), Optional.ofNullable(e.failure())));
    ParentInstance parent = started.parent();
    if (parent != null) {
      InputEvent outcome =
          ChildStarts.answer(
              parent.taskId(), e.status(), e.output(), Optional.ofNullable(e.failure()));
      messages.add(new Message(parent.instanceId(), Optional.of(parent.executionId()), outcome));
    }
  }
}
