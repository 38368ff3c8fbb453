package dev.varve.azure;

import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import java.util.List;
import java.util.Map;

/**
 * Which hubs have their instances in a table of histories. Several may share one, and whoever reads
 * it then finds all of them, also those whose own tables lie in another account. Thread-safe.
 */
final class HubList {
  /** No key of an instance begins so, and tools look for rows with an execution id. */
  static final String PARTITION = "^hubs";

  private static final String FIRST = "A";
  private static final String BEHIND_LAST = "{";

  private final RowTable history;

  HubList(RowTable history) {
    this.history = history;
  }

  /** Adds a hub, if it is not there yet. */
  void add(String hub) {
    if (history.get(PARTITION, hub).isEmpty()) {
      history.apply(PARTITION, List.of(new Change.Put(hub, Map.of())));
    }
  }

  /** Their names, in order. */
  List<String> names() {
    return history.range(PARTITION, FIRST, BEHIND_LAST, Integer.MAX_VALUE).stream()
        .map(Row::key)
        .sorted()
        .toList();
  }
}
