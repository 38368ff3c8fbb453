package dev.varve.versioning.retire;

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
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.engine.OpenWork;
import dev.varve.versioning.lock.FunctionKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the history of one execution says of what it was started as, called and waits for. */
final class RecordedCalls {
  private final OpenWork open = new OpenWork();
  private final Set<FunctionKey> called = new HashSet<>();
  private final Map<Integer, Instant> timers = new HashMap<>();
  private @Nullable ExecutionStarted started;

  static RecordedCalls in(Iterator<List<HistoryTurn>> history) {
    RecordedCalls calls = new RecordedCalls();
    history.forEachRemaining(part -> part.forEach(calls::add));
    return calls;
  }

  private void add(HistoryTurn turn) {
    open.apply(turn);
    turn.inputs().forEach(this::told);
    turn.decisions().forEach(this::decided);
  }

  private void told(InputEvent input) {
    if (input instanceof InputEvent.Answer answer) {
      timers.remove(answer.taskId());
    } else if (input instanceof ExecutionStarted first) {
      started = first;
    }
  }

  private void decided(DecisionEvent decision) {
    switch (decision) {
      case TaskScheduled e -> called.add(FunctionKey.activity(e.function()));
      case SubOrchestrationInstanceCreated e -> called.add(FunctionKey.orchestrator(e.function()));
      case TimerCreated e -> timers.put(e.taskId(), e.fireAt());
      case TimerCanceled e -> timers.remove(e.taskId());
      case TaskCanceled e -> {}
      case EventSent e -> {}
      case SideEffectRecorded e -> {}
      case ContinueAsNew e -> {}
      case ExecutionCompleted e -> {}
    }
  }

  /** The first event; empty if the instance was purged before its history was read. */
  Optional<ExecutionStarted> started() {
    return Optional.ofNullable(started);
  }

  /** Every function that the execution has called so far. */
  Set<FunctionKey> called() {
    return called;
  }

  /** Activities without an answer. */
  Collection<TaskScheduled> openActivities() {
    return open.activities();
  }

  /** When the earliest timer fires that has not fired. */
  Optional<Instant> nextTimer() {
    return timers.values().stream().min(Instant::compareTo);
  }
}
