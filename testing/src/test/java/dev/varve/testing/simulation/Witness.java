package dev.varve.testing.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which versions of code ran over which execution. */
final class Witness {
  private final Map<String, Set<Integer>> seen = new HashMap<>();

  void saw(String executionId, int version) {
    seen.computeIfAbsent(executionId, id -> new TreeSet<>()).add(version);
  }

  Set<Integer> versions(String executionId) {
    return seen.getOrDefault(executionId, Set.of());
  }
}
