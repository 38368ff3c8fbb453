package dev.varve.internal.engine;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an execution has scheduled and has no answer to, folded from its history without running
 * code: what recovery starts again, and what ends when the instance is terminated.
 */
public final class OpenWork {
  private final Map<Integer, TaskScheduled> activities = new HashMap<>();
  private final Map<Integer, SubOrchestrationInstanceCreated> children = new HashMap<>();
  private int local;

  /** Adds the turn behind those before. */
  public void apply(HistoryTurn turn) {
    turn.inputs().forEach(this::told);
    turn.decisions().forEach(this::decided);
  }

  void told(InputEvent input) {
    if (input instanceof InputEvent.Answer answer) {
      close(answer.taskId());
    } else if (input instanceof InputEvent.TaskQueued queued) {
      activity(queued.taskId()).ifPresent(this::queued);
    }
  }

  void decided(DecisionEvent decision) {
    switch (decision) {
      case TaskScheduled e -> {
        activities.put(e.taskId(), e);
        local += e.placement() == Placement.LOCAL ? 1 : 0;
      }
      case SubOrchestrationInstanceCreated e -> {
        if (!e.detached()) {
          children.put(e.taskId(), e);
        }
      }
      case TaskCanceled e -> close(e.taskId());
      // Timers are rows of the store, and the others leave nothing open.
      case TimerCreated e -> {}
      case TimerCanceled e -> {}
      case EventSent e -> {}
      case SideEffectRecorded e -> {}
      case ContinueAsNew e -> {}
      case ExecutionCompleted e -> {}
    }
  }

  private void queued(TaskScheduled task) {
    close(task.taskId());
    activities.put(task.taskId(), task.placed(Placement.QUEUED));
  }

  private void close(int taskId) {
    TaskScheduled activity = activities.remove(taskId);
    if (activity == null) {
      children.remove(taskId);
    } else if (activity.placement() == Placement.LOCAL) {
      local--;
    }
  }

  /** Activities without an answer, in no order. */
  public Collection<TaskScheduled> activities() {
    return List.copyOf(activities.values());
  }

  /** Whether activities are open that wait with whoever holds the instance. */
  boolean hasLocal() {
    return local > 0;
  }

  Optional<TaskScheduled> activity(int taskId) {
    return Optional.ofNullable(activities.get(taskId));
  }

  Optional<String> child(int taskId) {
    return Optional.ofNullable(children.get(taskId))
        .map(SubOrchestrationInstanceCreated::instanceId);
  }

  /** Children without an answer, in the order they were started. */
  List<SubOrchestrationInstanceCreated> openChildren() {
    List<SubOrchestrationInstanceCreated> open = new ArrayList<>(children.values());
    open.sort(Comparator.comparingInt(SubOrchestrationInstanceCreated::taskId));
    return open;
  }

  Collection<String> children() {
    return children.values().stream().map(SubOrchestrationInstanceCreated::instanceId).toList();
  }

  /** Activities that wait with whoever holds the instance, in the order they were scheduled. */
  List<TaskScheduled> local() {
    List<TaskScheduled> local = new ArrayList<>();
    for (TaskScheduled task : activities.values()) {
      if (task.placement() == Placement.LOCAL) {
        local.add(task);
      }
    }
    local.sort((a, b) -> Integer.compare(a.taskId(), b.taskId()));
    return local;
  }
}
