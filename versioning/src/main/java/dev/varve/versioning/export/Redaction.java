package dev.varve.versioning.export;

import dev.varve.FailureDetails;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.EventSent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.SideEffectRecorded;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskCanceled;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCanceled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events without what users put into them: values, tags, reasons, messages of failures. */
final class Redaction {
  private static final String REMOVED = "(removed)";

  private Redaction() {}

  static HistoryTurn of(HistoryTurn turn) {
    return new HistoryTurn(
        turn.sequence(),
        turn.time(),
        turn.commitId(),
        turn.ran(),
        turn.inputs().stream().map(Redaction::of).toList(),
        turn.decisions().stream().map(Redaction::of).toList());
  }

  static InputEvent of(InputEvent input) {
    return switch (input) {
      case ExecutionStarted e ->
          new ExecutionStarted(
              e.function(),
              e.requested(),
              e.resolution(),
              e.versionSetId(),
              e.executionId(),
              e.firstTaskId(),
              Payload.NULL,
              e.parent(),
              Map.of(),
              e.scheduledStart(),
              e.continuedFrom());
      case TaskCompleted e -> new TaskCompleted(e.taskId(), Payload.NULL);
      case TaskFailed e -> new TaskFailed(e.taskId(), of(e.failure()));
      case SubOrchestrationInstanceCompleted e ->
          new SubOrchestrationInstanceCompleted(e.taskId(), Payload.NULL);
      case SubOrchestrationInstanceFailed e ->
          new SubOrchestrationInstanceFailed(e.taskId(), of(e.failure()));
      case EventRaised e -> new EventRaised(e.name(), Payload.NULL);
      case ExecutionSuspended e -> new ExecutionSuspended(REMOVED);
      case ExecutionResumed e -> new ExecutionResumed(REMOVED);
      case ExecutionTerminated e -> new ExecutionTerminated(Payload.NULL, e.recursive());
      case TimerFired e -> e;
      case TaskQueued e -> e;
      case ExecutionRewound e ->
          new ExecutionRewound(
              e.number(),
              REMOVED,
              e.failed(),
              e.nextTaskId(),
              e.forParent(),
              ofOptional(e.failure()));
    };
  }

  private static DecisionEvent of(DecisionEvent decision) {
    return switch (decision) {
      case TaskScheduled e ->
          new TaskScheduled(
              e.taskId(),
              e.function(),
              e.requested(),
              Payload.NULL,
              e.attempt(),
              e.firstTaskId(),
              e.placement(),
              e.timeout());
      case SubOrchestrationInstanceCreated e ->
          new SubOrchestrationInstanceCreated(
              e.taskId(),
              e.function(),
              e.requested(),
              e.resolution(),
              e.versionSetId(),
              e.instanceId(),
              Payload.NULL,
              e.detached(),
              e.scheduledStart());
      case EventSent e -> new EventSent(e.taskId(), e.instanceId(), e.name(), Payload.NULL);
      case SideEffectRecorded e ->
          new SideEffectRecorded(e.taskId(), Payload.NULL, ofOptional(e.failure()));
      case ContinueAsNew e ->
          new ContinueAsNew(
              e.function(), e.resolution(), e.versionSetId(), Payload.NULL, e.carryOver());
      case ExecutionCompleted e ->
          new ExecutionCompleted(
              e.status(), Payload.NULL, ofOptional(e.failure()), e.rewindPoint());
      case TimerCreated e -> e;
      case TimerCanceled e -> e;
      case TaskCanceled e -> e;
    };
  }

  /** Code may ask for the type of a failure, never for what its message says. */
  private static FailureDetails of(FailureDetails failure) {
    return new FailureDetails(
        failure.errorType(),
        REMOVED,
        "",
        failure.nonRetriable(),
        failure.supertypes(),
        ofOptional(failure.cause()));
  }

  private static @Nullable FailureDetails ofOptional(@Nullable FailureDetails failure) {
    return failure == null ? null : of(failure);
  }
}
