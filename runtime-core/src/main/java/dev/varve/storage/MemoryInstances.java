package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The instances by id, in order of creation and, once finished, of completion. */
final class MemoryInstances {
  final MemoryCounts counts = new MemoryCounts();
  private final Map<String, MemoryInstance> byId = new HashMap<>();
  private final NavigableMap<PageKey, MemoryInstance> byCreation = new TreeMap<>();
  private final Map<OrchestrationRuntimeStatus, TreeSet<MemoryInstance>> finished =
      new EnumMap<>(OrchestrationRuntimeStatus.class);

  @Nullable MemoryInstance find(String id) {
    return byId.get(id);
  }

  NavigableMap<PageKey, MemoryInstance> byCreation() {
    return byCreation;
  }

  /** Those that finished with this status, the earliest first. */
  TreeSet<MemoryInstance> finished(OrchestrationRuntimeStatus status) {
    return finished.computeIfAbsent(status, s -> MemoryInstance.byCompletion());
  }

  void add(MemoryInstance instance) {
    byId.put(instance.id, instance);
    byCreation.put(instance.pageKey, instance);
    counts.add(instance);
  }

  /** Removes a finished instance with all it owned. */
  void remove(MemoryInstance instance) {
    byId.remove(instance.id);
    byCreation.remove(instance.pageKey);
    finished(instance.status).remove(instance);
    counts.remove(instance);
  }
}
