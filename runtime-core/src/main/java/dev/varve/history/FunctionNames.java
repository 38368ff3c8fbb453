package dev.varve.history;

import dev.varve.FunctionName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Function names read before: a history repeats few names very often, and checking the grammar
 * costs more than the rest of an event. Bounded, since stored text must not fill the heap.
 */
final class FunctionNames {
  private static final int MAX_KEPT = 4_096;
  private static final Map<String, FunctionName> KEPT = new ConcurrentHashMap<>();

  private FunctionNames() {}

  static FunctionName parse(String text) {
    FunctionName kept = KEPT.get(text);
    if (kept != null) {
      return kept;
    }
    FunctionName parsed = FunctionName.parse(text);
    if (KEPT.size() < MAX_KEPT) {
      KEPT.put(text, parsed);
    }
    return parsed;
  }
}
