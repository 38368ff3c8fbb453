package dev.varve.management.hub;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.HistoryEvent;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.management.RequestRefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A history in the words of the Durable Functions HTTP API: what was scheduled and has an answer is
 * shown at its answer, with the time when it was scheduled.
 */
final class HistoryJson {
  private static final int PAGE = 500;
  private static final int MAX_EVENTS = 10_000;
  private static final String NAME = "FunctionName";
  private static final String REASON = "Reason";

  private final boolean outputs;
  private final Map<Integer, ObjectNode> events = new LinkedHashMap<>();
  private final Map<Integer, Open> open = new HashMap<>();
  private int count;

  /** Something that was scheduled and has no answer so far. */
  private record Open(int position, Instant at, @Nullable FunctionName function) {}

  private HistoryJson(boolean outputs) {
    this.outputs = outputs;
  }

  static ArrayNode of(ManagedHub hub, String instanceId, boolean outputs) {
    HistoryJson json = new HistoryJson(outputs);
    long after = 0;
    List<HistoryTurn> page;
    do {
      page = hub.store().history(instanceId, after, PAGE);
      for (HistoryTurn turn : page) {
        turn.inputs().forEach(event -> json.add(event, turn.time()));
        turn.decisions().forEach(event -> json.add(event, turn.time()));
        after = turn.sequence();
      }
    } while (page.size() == PAGE);
    ArrayNode all = JsonMapper.shared().createArrayNode();
    json.events.values().forEach(all::add);
    return all;
  }

  private void add(HistoryEvent event, Instant at) {
    if (count == MAX_EVENTS) {
      throw new RequestRefusedException(
          413,
          "the history has more than "
              + MAX_EVENTS
              + " events; read it by pages at "
              + Paths.VARVE
              + "/instances/{id}/history");
    }
    ObjectNode node = JsonMapper.shared().createObjectNode();
    switch (event) {
      case InputEvent input -> addInput(node, input);
      case DecisionEvent decision -> addDecision(node, decision, at);
    }
    node.put("Timestamp", at.toString());
    events.put(count++, node);
  }

  private void addInput(ObjectNode node, InputEvent event) {
    switch (event) {
      case InputEvent.ExecutionStarted e -> {
        named(node, "ExecutionStarted", e.function());
        value(node, "Input", e.input());
      }
      case InputEvent.TaskCompleted e -> {
        answer(node, "TaskCompleted", e.taskId());
        value(node, "Result", e.result());
      }
      case InputEvent.TaskFailed e -> {
        answer(node, "TaskFailed", e.taskId());
        failure(node, e.failure());
      }
      case InputEvent.SubOrchestrationInstanceCompleted e -> {
        answer(node, "SubOrchestrationInstanceCompleted", e.taskId());
        value(node, "Result", e.result());
      }
      case InputEvent.SubOrchestrationInstanceFailed e -> {
        answer(node, "SubOrchestrationInstanceFailed", e.taskId());
        failure(node, e.failure());
      }
      case InputEvent.TimerFired e -> {
        answer(node, "TimerFired", e.taskId());
        node.put("FireAt", e.fireAt().toString());
      }
      case InputEvent.TaskQueued e -> type(node, "TaskQueued");
      case InputEvent.ExecutionRewound e -> type(node, "ExecutionRewound").put(REASON, e.reason());
      case InputEvent.EventRaised e -> {
        type(node, "EventRaised").put("Name", e.name());
        value(node, "Input", e.payload());
      }
      case InputEvent.ExecutionSuspended e ->
          type(node, "ExecutionSuspended").put(REASON, e.reason());
      case InputEvent.ExecutionResumed e -> type(node, "ExecutionResumed").put(REASON, e.reason());
      case InputEvent.ExecutionTerminated e -> {
        type(node, "ExecutionTerminated");
        value(node, "Input", e.output());
      }
    }
  }

  private void addDecision(ObjectNode node, DecisionEvent event, Instant at) {
    switch (event) {
      case DecisionEvent.TaskScheduled e -> {
        named(node, "TaskScheduled", e.function());
        value(node, "Input", e.input());
        open.put(e.taskId(), new Open(count, at, e.function()));
      }
      case DecisionEvent.SubOrchestrationInstanceCreated e -> {
        named(node, "SubOrchestrationInstanceCreated", e.function());
        node.put("InstanceId", e.instanceId());
        value(node, "Input", e.input());
        open.put(e.taskId(), new Open(count, at, e.function()));
      }
      case DecisionEvent.TimerCreated e -> {
        type(node, "TimerCreated").put("FireAt", e.fireAt().toString());
        open.put(e.taskId(), new Open(count, at, null));
      }
      case DecisionEvent.TimerCanceled e -> type(node, "TimerCanceled");
      case DecisionEvent.TaskCanceled e -> type(node, "TaskCanceled");
      case DecisionEvent.EventSent e -> {
        type(node, "EventSent").put("InstanceId", e.instanceId()).put("Name", e.name());
        value(node, "Input", e.payload());
      }
      case DecisionEvent.SideEffectRecorded e -> {
        type(node, "SideEffectRecorded");
        value(node, "Result", e.value());
      }
      case DecisionEvent.ContinueAsNew e -> {
        named(node, "ContinueAsNew", e.function());
        value(node, "Input", e.input());
      }
      case DecisionEvent.ExecutionCompleted e -> {
        type(node, "ExecutionCompleted").put("OrchestrationStatus", Values.status(e.status()));
        value(node, "Result", e.output());
        if (e.failure() != null) {
          failure(node, e.failure());
        }
      }
    }
  }

  private void answer(ObjectNode node, String type, int taskId) {
    type(node, type);
    Open scheduled = open.remove(taskId);
    if (scheduled != null) {
      events.remove(scheduled.position());
      node.put("ScheduledTime", scheduled.at().toString());
      if (scheduled.function() != null) {
        node.put(NAME, scheduled.function().toString());
      }
    }
  }

  private static void named(ObjectNode node, String type, FunctionName function) {
    type(node, type).put(NAME, function.toString());
  }

  private static ObjectNode type(ObjectNode node, String type) {
    return node.put("EventType", type);
  }

  private void value(ObjectNode node, String name, Payload value) {
    if (outputs) {
      Values.put(node, name, value);
    }
  }

  private void failure(ObjectNode node, FailureDetails failure) {
    node.put(REASON, failure.errorType() + ": " + failure.message());
    if (outputs) {
      node.put("Details", failure.stackTrace());
    }
  }
}
