package dev.varve.azure;

import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import java.util.ArrayList;
import java.util.List;

/** Deletes rows that nobody sees any more; those that are gone already do not matter. */
final class Sweep {
  private Sweep() {}

  static void delete(RowTable table, String partition, List<String> keys) {
    apply(
        table,
        partition,
        keys.stream().<Change>map(key -> new Change.Delete(key, Change.ANY)).toList());
  }

  /** The blobs go first: rows without them are nobody's, blobs without rows would stay. */
  static void deleteWithBlobs(HubTables tables, String partition, List<Row> rows) {
    for (Row row : rows) {
      LargeTexts.blobNames(row).forEach(tables.blobs()::delete);
    }
    delete(tables.history(), partition, rows.stream().map(Row::key).toList());
  }

  /** Carries out each of these changes that still fits. */
  static void apply(RowTable table, String partition, List<Change> changes) {
    for (int from = 0; from < changes.size(); from += RowTable.MAX_CHANGES) {
      int to = Math.min(changes.size(), from + RowTable.MAX_CHANGES);
      List<Change> slice = new ArrayList<>(changes.subList(from, to));
      if (!table.apply(partition, slice).applied() && slice.size() > 1) {
        slice.forEach(change -> table.apply(partition, List.of(change)));
      }
    }
  }
}
