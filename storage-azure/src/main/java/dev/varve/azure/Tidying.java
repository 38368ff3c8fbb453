package dev.varve.azure;

import java.util.List;

/** Removes what a write left behind that was cut off, before the owner's next one. */
final class Tidying {
  private Tidying() {}

  static void run(HubTables tables, Loaded loaded) {
    String id = loaded.state().row.instanceId();
    if (loaded.incomplete()) {
      PartitionWrite.sweepHistory(tables, id, loaded.state().nextRow, Long.MAX_VALUE);
    }
    if (!loaded.leftovers().isEmpty()) {
      Sweep.apply(tables.history(), tables.partition(id), List.copyOf(loaded.leftovers()));
    }
  }
}
