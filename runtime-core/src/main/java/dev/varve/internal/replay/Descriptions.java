package dev.varve.internal.replay;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
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

/** Decisions in words, for people who compare what was recorded with what the code does now. */
final class Descriptions {
  private Descriptions() {}

  static String of(DecisionEvent decision) {
    return switch (decision) {
      case TaskScheduled e -> activity(e.taskId(), e.function().toString());
      case SubOrchestrationInstanceCreated e ->
          child(e.taskId(), e.function().toString(), e.instanceId(), e.detached());
      case TimerCreated e -> "TimerCreated: timer " + e.taskId() + " for " + e.fireAt();
      case TimerCanceled e -> "TimerCanceled: timer " + e.taskId();
      case TaskCanceled e -> "TaskCanceled: task " + e.taskId();
      case EventSent e -> eventSent(e.name(), e.instanceId());
      case SideEffectRecorded e -> "SideEffectRecorded: side effect " + e.taskId();
      case ContinueAsNew e -> continued(e.function());
      case ExecutionCompleted e -> completed(e);
    };
  }

  /** The message of a failure may hold what nobody else is to read; its type tells the cause. */
  private static String completed(ExecutionCompleted ended) {
    FailureDetails failure = ended.failure();
    return "ExecutionCompleted: ends with status "
        + ended.status()
        + (failure == null ? "" : " (" + failure.errorType() + ")");
  }

  static String activity(int taskId, String name) {
    return "TaskScheduled: activity '" + name + "' as task " + taskId;
  }

  static String child(int taskId, String name, String instanceId, boolean detached) {
    return "SubOrchestrationInstanceCreated: "
        + (detached ? "detached '" : "child '")
        + name
        + "' with id '"
        + instanceId
        + "' as task "
        + taskId;
  }

  static String eventSent(String name, String instanceId) {
    return "EventSent: event '" + name + "' to instance '" + instanceId + "'";
  }

  static String continued(FunctionName function) {
    return "ContinueAsNew: goes on as " + function;
  }
}
