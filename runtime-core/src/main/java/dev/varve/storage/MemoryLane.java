package dev.varve.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The instances of one function that nobody owns, apart by the builds that failed on them, so that
 * a claim passes over what its build cannot run without looking at each. Guarded by the hub's lock.
 */
final class MemoryLane {
  private final WakeQueue healthy = new WakeQueue();
  private final Map<Set<String>, WakeQueue> parked = new HashMap<>();

  WakeQueue queue(Set<String> failedBuilds) {
    return failedBuilds.isEmpty()
        ? healthy
        : parked.computeIfAbsent(failedBuilds, builds -> new WakeQueue());
  }

  /** Passes on the queues that this build may take from and that hold something. */
  void forEachFor(String build, Consumer<WakeQueue> action) {
    if (!healthy.isEmpty()) {
      action.accept(healthy);
    }
    if (parked.isEmpty()) {
      return;
    }
    parked.values().removeIf(WakeQueue::isEmpty);
    parked.forEach((failedBuilds, queue) -> {
      if (!failedBuilds.contains(build)) {
        action.accept(queue);
      }
    });
  }
}
