package dev.varve.testing.faults;

import dev.varve.FailureDetails;
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
import dev.varve.history.ExecutionIds;
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
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind, without what a fault may change: ids, times, and how events were
 * gathered into turns. Decisions are in order; what an instance was told is sorted, since faults
 * may change which of several answers comes first.
 *
 * @param instances by a name that is the same in every run, the facts about each
 */
record FinalState(Map<String, List<String>> instances) {
  static FinalState of(HubStore hub) {
    List<InstanceRow> rows = hub.query(InstanceQuery.ALL).instances();
    Names names = new Names(rows);
    Map<String, List<String>> instances = new TreeMap<>();
    for (InstanceRow row : rows) {
      List<HistoryTurn> history = hub.history(row.instanceId(), 0, Integer.MAX_VALUE);
      Invariants.check(row, history);
      instances.put(names.of(row.instanceId()), facts(row, history, names));
    }
    return new FinalState(instances);
  }

  private static List<String> facts(InstanceRow row, List<HistoryTurn> history, Names names) {
    List<String> facts = new ArrayList<>();
    facts.add(row.function() + " " + row.status() + " park=" + row.park().isPresent());
    facts.add("output " + row.output().json() + " status " + row.customStatus().json());
    facts.add("failure " + row.failure().map(FinalState::failure).orElse("none"));
    facts.add("parent " + row.parentId().map(names::of).orElse("none") + " tags " + row.tags());
    history.stream()
        .flatMap(turn -> turn.inputs().stream())
        .filter(event -> !(event instanceof TaskQueued)) // by whom an activity is run may change
        .map(event -> "told " + names.of(told(event)))
        .sorted()
        .forEach(facts::add);
    history.stream()
        .flatMap(turn -> turn.decisions().stream())
        .map(event -> "decided " + names.of(decided(event)))
        .forEach(facts::add);
    return facts;
  }

  private static String told(InputEvent event) {
    return switch (event) {
      case ExecutionStarted e -> "started " + e.function() + " " + e.input().json();
      case TaskCompleted e -> "task " + e.taskId() + " gave " + e.result().json();
      case TaskFailed e -> "task " + e.taskId() + " failed " + failure(e.failure());
      case SubOrchestrationInstanceCompleted e ->
          "child " + e.taskId() + " gave " + e.result().json();
      case SubOrchestrationInstanceFailed e ->
          "child " + e.taskId() + " failed " + failure(e.failure());
      case TimerFired e -> "timer " + e.taskId();
      case TaskQueued e -> "task " + e.taskId() + " was queued";
      case ExecutionRewound e -> "rewound " + e.number() + " " + e.failed();
      case EventRaised e -> "event " + e.name() + " " + e.payload().json();
      case ExecutionSuspended e -> "suspended " + e.reason();
      case ExecutionResumed e -> "resumed " + e.reason();
      case ExecutionTerminated e -> "terminated " + e.output().json() + " " + e.recursive();
    };
  }

  private static String decided(DecisionEvent event) {
    return switch (event) {
      case TaskScheduled e ->
          "task " + e.taskId() + " " + e.function() + " " + e.input().json() + " #" + e.attempt();
      case SubOrchestrationInstanceCreated e ->
          "child "
              + e.taskId()
              + " "
              + e.function()
              + " "
              + e.instanceId()
              + " "
              + e.input().json();
      case TimerCreated e -> "timer " + e.taskId();
      case TimerCanceled e -> "timer canceled " + e.taskId();
      case TaskCanceled e -> "task canceled " + e.taskId();
      case EventSent e ->
          "event " + e.taskId() + " " + e.instanceId() + " " + e.name() + " " + e.payload().json();
      case SideEffectRecorded e -> "side effect " + e.taskId() + " " + e.value().json();
      case ContinueAsNew e -> "continued " + e.function() + " " + e.input().json();
      case ExecutionCompleted e ->
          "completed " + e.status() + " " + e.output().json() + " " + failure(e.failure());
    };
  }

  private static String failure(@Nullable FailureDetails failure) {
    return failure == null ? "" : failure.errorType() + ": " + failure.message();
  }

  /** Replaces the ids of executions, which differ between runs, by whose execution it is. */
  private static final class Names {
    private final Map<String, String> owners = new HashMap<>();

    Names(List<InstanceRow> rows) {
      for (InstanceRow row : rows) {
        owners.put(ExecutionIds.execution(row.executionId()), "<" + row.instanceId() + ">");
      }
    }

    String of(String text) {
      String named = text;
      // Ids of children hold those of their parents, so names may hold ids to replace in turn.
      for (int depth = 0; depth < owners.size(); depth++) {
        for (Map.Entry<String, String> owner : owners.entrySet()) {
          named = named.replace(owner.getKey(), owner.getValue());
        }
      }
      return named;
    }
  }
}
