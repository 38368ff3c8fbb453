package dev.varve.versioning.retire;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.VersionSet;
import dev.varve.history.HistoryFormatException;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;
import dev.varve.versioning.export.ActiveInstances;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.InFlight.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the instances in flight need: the one place that decides which code an instance can still
 * come to. It needs the orchestrator it runs on, what it has called, and what its version set gives
 * it. A call by full name, or of an exact version, is seen once it was made.
 *
 * <p>Only instances that have not ended are read, one after the other; what is kept is a sum for
 * each version.
 */
final class Demand {
  private final HubStore hub;
  private final Callers callers;
  private final Optional<KnownFunctions> known;
  private final Instant now;
  private final SortedMap<FunctionKey, Need> needs = new TreeMap<>();
  private final Map<String, VersionSet> sets = new HashMap<>();
  private @Nullable String unreadable;

  private Demand(HubStore hub, Callers callers, Optional<KnownFunctions> known) {
    this.hub = hub;
    this.callers = callers;
    this.known = known;
    this.now = hub.now();
  }

  /**
   * Of all instances in flight.
   *
   * @param known what can be run now
   */
  static Demand of(HubStore hub, Callers callers, KnownFunctions known) {
    return new Demand(hub, callers, Optional.of(known)).visited();
  }

  /** Without the starts that were put off: they wait for code that need not exist yet. */
  static Demand ofStarted(HubStore hub, Callers callers) {
    return new Demand(hub, callers, Optional.empty()).visited();
  }

  private Demand visited() {
    new ActiveInstances(hub).visitInOrder(this::visit);
    return this;
  }

  /** By kind, base name and version. */
  SortedMap<FunctionKey, Need> needs() {
    return needs;
  }

  /** Why it is not known what an instance needs; empty if that is known of all. */
  Optional<String> unreadable() {
    return Optional.ofNullable(unreadable);
  }

  private void visit(InstanceRow row, Iterator<List<HistoryTurn>> history) {
    RecordedCalls calls;
    try {
      calls = RecordedCalls.in(history);
    } catch (HistoryFormatException e) {
      note(row, String.valueOf(e.getMessage()));
      calls = RecordedCalls.in(List.<List<HistoryTurn>>of().iterator());
    }
    // The history is the later word: the instance may have continued as another version.
    FunctionName function = calls.started().map(ExecutionStarted::function).orElse(row.function());
    String set = calls.started().map(ExecutionStarted::versionSetId).orElse(row.versionSetId());
    if (set.equals(VersionSet.OPEN.id()) && known.isEmpty()) {
      return;
    }
    State state = state(row, calls);
    FunctionKey own = FunctionKey.orchestrator(function);
    need(own).count(state, row, wakeUp(row, state, calls));
    Map<FunctionKey, Reach> reached = reached(row, function, set, calls);
    reached.remove(own, Reach.CAN_CALL);
    reached.forEach((key, reach) -> need(key).reached(function, reach, row));
    calls
        .openActivities()
        .forEach(task ->
            need(FunctionKey.activity(task.function())).count(state, row, Optional.empty()));
  }

  private Map<FunctionKey, Reach> reached(
      InstanceRow row, FunctionName function, String setId, RecordedCalls calls) {
    // What it called before it may call again, and that child then calls with the same set.
    Set<FunctionName> from = new HashSet<>(Set.of(function));
    calls.called().stream()
        .filter(key -> key.kind() == FunctionKind.ORCHESTRATOR)
        .forEach(key -> from.add(key.name()));
    Map<FunctionKey, Reach> reached = new HashMap<>();
    callers.reachable(from, functions(row, setId)).forEach(key -> reached.put(key, Reach.CAN_CALL));
    calls.called().forEach(key -> reached.put(key, Reach.HAS_CALLED));
    calls
        .openActivities()
        .forEach(task -> reached.put(FunctionKey.activity(task.function()), Reach.WAITS_FOR_IT));
    return reached;
  }

  private List<FunctionKey> functions(InstanceRow row, String setId) {
    if (setId.equals(VersionSet.OPEN.id())) {
      // A start that waits for a worker: its set is made of what is known when one takes it up.
      return known.map(Callers::functions).orElse(List.of());
    }
    Optional<VersionSet> set = versionSet(setId);
    if (set.isEmpty()) {
      note(row, "the hub has lost its version set " + setId);
    }
    return set.map(Callers::functions).orElse(List.of());
  }

  private State state(InstanceRow row, RecordedCalls calls) {
    if (row.park().isPresent()) {
      return State.PARKED;
    }
    if (row.status() == OrchestrationRuntimeStatus.SUSPENDED) {
      return State.SUSPENDED;
    }
    if (row.status() == OrchestrationRuntimeStatus.PENDING) {
      return row.scheduledStart().filter(start -> start.isAfter(now)).isPresent()
          ? State.SCHEDULED
          : State.RUNNING;
    }
    return calls.openActivities().isEmpty() ? State.WAITING : State.RUNNING;
  }

  private static Optional<Instant> wakeUp(InstanceRow row, State state, RecordedCalls calls) {
    return switch (state) {
      case RUNNING, WAITING -> calls.nextTimer();
      case SCHEDULED -> row.scheduledStart();
      case SUSPENDED, PARKED -> Optional.empty();
    };
  }

  private Need need(FunctionKey key) {
    return needs.computeIfAbsent(key, k -> new Need());
  }

  private Optional<VersionSet> versionSet(String id) {
    VersionSet known = sets.get(id);
    if (known == null) {
      Optional<VersionSet> stored = hub.records().versionSet(id);
      stored.ifPresent(set -> sets.put(id, set));
      return stored;
    }
    return Optional.of(known);
  }

  private void note(InstanceRow row, String problem) {
    if (unreadable == null) {
      unreadable = "what instance '" + row.instanceId() + "' needs cannot be read: " + problem;
    }
  }
}
