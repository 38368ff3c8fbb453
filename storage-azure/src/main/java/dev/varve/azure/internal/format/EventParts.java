package dev.varve.azure.internal.format;

import dev.varve.FailureDetails;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.EventSent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.SideEffectRecorded;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskCanceled;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCanceled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.history.InputEvent.TimerFired;
import org.jspecify.annotations.Nullable;

/**
 * An event apart from the values in it that may be large, which tools look for in columns of their
 * own and which must not be stored twice.
 *
 * @param rest the event with these values left out
 * @param payload the user's value in it, or null if it can have none
 * @param failure the failure in it, or null if it has none
 */
record EventParts(HistoryEvent rest, @Nullable Payload payload, @Nullable FailureDetails failure) {
  /** Stands where an event must have a failure. */
  private static final FailureDetails NONE = FailureDetails.of("", "");

  static EventParts of(HistoryEvent event) {
    return switch (event) {
      case ExecutionStarted e -> taken(e, e.input(), null);
      case TaskCompleted e -> taken(e, e.result(), null);
      case TaskFailed e -> taken(e, null, e.failure());
      case SubOrchestrationInstanceCompleted e -> taken(e, e.result(), null);
      case SubOrchestrationInstanceFailed e -> taken(e, null, e.failure());
      case ExecutionRewound e -> taken(e, null, e.failure());
      case EventRaised e -> taken(e, e.payload(), null);
      case ExecutionTerminated e -> taken(e, e.output(), null);
      case TaskScheduled e -> taken(e, e.input(), null);
      case SubOrchestrationInstanceCreated e -> taken(e, e.input(), null);
      case EventSent e -> taken(e, e.payload(), null);
      case SideEffectRecorded e -> taken(e, e.value(), e.failure());
      case ContinueAsNew e -> taken(e, e.input(), null);
      case ExecutionCompleted e -> taken(e, e.output(), e.failure());
      case TimerFired e -> new EventParts(e, null, null);
      case TaskQueued e -> new EventParts(e, null, null);
      case ExecutionSuspended e -> new EventParts(e, null, null);
      case ExecutionResumed e -> new EventParts(e, null, null);
      case TimerCreated e -> new EventParts(e, null, null);
      case TimerCanceled e -> new EventParts(e, null, null);
      case TaskCanceled e -> new EventParts(e, null, null);
    };
  }

  private static EventParts taken(
      HistoryEvent event, @Nullable Payload payload, @Nullable FailureDetails failure) {
    return new EventParts(with(event, Payload.NULL, null), payload, failure);
  }

  /** The event with these values in it again. */
  static HistoryEvent with(HistoryEvent rest, Payload payload, @Nullable FailureDetails failure) {
    FailureDetails required = failure == null ? NONE : failure;
    return switch (rest) {
      case ExecutionStarted e -> started(e, payload);
      case TaskCompleted e -> new TaskCompleted(e.taskId(), payload);
      case TaskFailed e -> new TaskFailed(e.taskId(), required);
      case SubOrchestrationInstanceCompleted e ->
          new SubOrchestrationInstanceCompleted(e.taskId(), payload);
      case SubOrchestrationInstanceFailed e ->
          new SubOrchestrationInstanceFailed(e.taskId(), required);
      case ExecutionRewound e ->
          new ExecutionRewound(
              e.number(), e.reason(), e.failed(), e.nextTaskId(), e.forParent(), failure);
      case EventRaised e -> new EventRaised(e.name(), payload);
      case ExecutionTerminated e -> new ExecutionTerminated(payload, e.recursive());
      case TaskScheduled e -> scheduled(e, payload);
      case SubOrchestrationInstanceCreated e -> created(e, payload);
      case EventSent e -> new EventSent(e.taskId(), e.instanceId(), e.name(), payload);
      case SideEffectRecorded e -> new SideEffectRecorded(e.taskId(), payload, failure);
      case ContinueAsNew e ->
          new ContinueAsNew(e.function(), e.resolution(), e.versionSetId(), payload, e.carryOver());
      case ExecutionCompleted e ->
          new ExecutionCompleted(e.status(), payload, failure, e.rewindPoint());
      case TimerFired e -> e;
      case TaskQueued e -> e;
      case ExecutionSuspended e -> e;
      case ExecutionResumed e -> e;
      case TimerCreated e -> e;
      case TimerCanceled e -> e;
      case TaskCanceled e -> e;
    };
  }

  private static ExecutionStarted started(ExecutionStarted e, Payload input) {
    return new ExecutionStarted(
        e.function(),
        e.requested(),
        e.resolution(),
        e.versionSetId(),
        e.executionId(),
        e.firstTaskId(),
        input,
        e.parent(),
        e.tags(),
        e.scheduledStart(),
        e.continuedFrom());
  }

  private static TaskScheduled scheduled(TaskScheduled e, Payload input) {
    return new TaskScheduled(
        e.taskId(),
        e.function(),
        e.requested(),
        input,
        e.attempt(),
        e.firstTaskId(),
        e.placement(),
        e.timeout());
  }

  private static SubOrchestrationInstanceCreated created(
      SubOrchestrationInstanceCreated e, Payload input) {
    return new SubOrchestrationInstanceCreated(
        e.taskId(),
        e.function(),
        e.requested(),
        e.resolution(),
        e.versionSetId(),
        e.instanceId(),
        input,
        e.detached(),
        e.scheduledStart());
  }
}
