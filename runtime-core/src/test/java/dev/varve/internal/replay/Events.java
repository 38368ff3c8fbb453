package dev.varve.internal.replay;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
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
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.history.VersionResolution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** History events in the few words that tests of replay need. */
final class Events {
  private Events() {}

  static ExecutionStarted started() {
    return started("execution-1");
  }

  static ExecutionStarted started(String executionId) {
    return new ExecutionStarted(
        Story.ORDER,
        "Order",
        VersionResolution.CONFIGURED,
        "set",
        executionId,
        1,
        Payload.NULL,
        null,
        Map.of("customer", "c-1"),
        null,
        null);
  }

  // ---- decisions ----

  static TaskScheduled scheduled(int taskId, String requested, Object input) {
    return attempt(taskId, requested, input, 1, taskId);
  }

  static TaskScheduled attempt(int taskId, String requested, Object input, int attempt, int first) {
    return new TaskScheduled(
        taskId,
        versioned(requested),
        requested,
        json(input),
        attempt,
        first,
        Placement.LOCAL,
        null);
  }

  static SubOrchestrationInstanceCreated child(int taskId, String requested, String instanceId) {
    return child(taskId, requested, instanceId, false, null);
  }

  static SubOrchestrationInstanceCreated child(
      int taskId, String requested, String id, boolean detached, @Nullable Instant start) {
    return new SubOrchestrationInstanceCreated(
        taskId,
        versioned(requested),
        requested,
        VersionResolution.INHERITED,
        "set",
        id,
        json("in"),
        detached,
        start);
  }

  static TimerCreated timer(int taskId, Duration fromBeginning) {
    return new TimerCreated(taskId, Story.BEGINNING.plus(fromBeginning));
  }

  static TimerCanceled timerCanceled(int taskId) {
    return new TimerCanceled(taskId);
  }

  static TaskCanceled taskCanceled(int taskId) {
    return new TaskCanceled(taskId);
  }

  static EventSent sent(int taskId, String target, String name, Object payload) {
    return new EventSent(taskId, target, name, json(payload));
  }

  static SideEffectRecorded sideEffect(int taskId, Object value) {
    return new SideEffectRecorded(taskId, json(value), null);
  }

  static ContinueAsNew continued(String function, Object input, boolean carryOver) {
    return new ContinueAsNew(
        FunctionName.parse(function), VersionResolution.RELATIVE, "set", json(input), carryOver);
  }

  static ExecutionCompleted ended(@Nullable Object output) {
    return new ExecutionCompleted(OrchestrationRuntimeStatus.COMPLETED, json(output), null);
  }

  // ---- inputs ----

  static TaskCompleted done(int taskId, @Nullable Object result) {
    return new TaskCompleted(taskId, json(result));
  }

  static TaskFailed failed(int taskId, String message) {
    return new TaskFailed(taskId, FailureDetails.of("java.lang.IllegalStateException", message));
  }

  static TaskFailed failedForGood(int taskId, String message) {
    return new TaskFailed(
        taskId, new FailureDetails("a.NonRetriable", message, "", true, List.of(), null));
  }

  static SubOrchestrationInstanceCompleted childDone(int taskId, Object result) {
    return new SubOrchestrationInstanceCompleted(taskId, json(result));
  }

  static SubOrchestrationInstanceFailed childFailed(int taskId, String message) {
    return new SubOrchestrationInstanceFailed(taskId, FailureDetails.of("a.Failure", message));
  }

  static TimerFired fired(int taskId, Duration fromBeginning) {
    return new TimerFired(taskId, Story.BEGINNING.plus(fromBeginning));
  }

  static EventRaised raised(String name, @Nullable Object payload) {
    return new EventRaised(name, json(payload));
  }

  static Payload json(@Nullable Object value) {
    return Story.CONVERTER.toPayload(value);
  }

  private static FunctionName versioned(String requested) {
    return FunctionName.isVersioned(requested)
        ? FunctionName.parse(requested)
        : new FunctionName(requested, 1);
  }
}
