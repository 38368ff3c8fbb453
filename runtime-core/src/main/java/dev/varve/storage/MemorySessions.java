package dev.varve.storage;

import dev.varve.FunctionName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions that live, and those that died and still own something. */
final class MemorySessions {
  private final Map<Long, MemorySession> live = new LinkedHashMap<>();
  private final Deque<MemorySession> dead = new ArrayDeque<>();
  private final Map<FunctionName, Integer> orchestrators = new HashMap<>();
  private final Map<FunctionName, Integer> activities = new HashMap<>();
  private long servedGeneration;

  /** Counts up whenever a function is served that was not. */
  long servedGeneration() {
    return servedGeneration;
  }

  Collection<MemorySession> live() {
    return live.values();
  }

  @Nullable MemorySession live(long id) {
    return live.get(id);
  }

  boolean isServed(FunctionName orchestrator) {
    return orchestrators.containsKey(orchestrator);
  }

  /** The session that died first and was not yet recovered. */
  @Nullable MemorySession firstDead() {
    return dead.peekFirst();
  }

  void recovered(MemorySession session) {
    dead.remove(session);
  }

  /** Takes a session in; true if it serves a function that nobody served. */
  boolean open(MemorySession session) {
    live.put(session.id(), session);
    long before = servedGeneration;
    session.descriptor().orchestrators().forEach(f -> serve(orchestrators, f));
    session.descriptor().activities().forEach(f -> serve(activities, f));
    return servedGeneration != before;
  }

  /** Ends a session; it changes nothing from here on. */
  void end(MemorySession session, boolean died) {
    live.remove(session.id());
    session.descriptor().orchestrators().forEach(f -> leave(orchestrators, f));
    session.descriptor().activities().forEach(f -> leave(activities, f));
    if (died) {
      dead.addLast(session);
    }
  }

  private void serve(Map<FunctionName, Integer> served, FunctionName function) {
    if (served.merge(function, 1, Integer::sum) == 1) {
      servedGeneration++;
    }
  }

  private static void leave(Map<FunctionName, Integer> served, FunctionName function) {
    served.computeIfPresent(function, (f, count) -> count == 1 ? null : count - 1);
  }
}
