package dev.varve.azure;

import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.storage.StorageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The row that says how a hub was created, in the hub's table of work. */
final class HubRow {
  private static final String PARTITION = "hub";
  private static final String KEY = "created";
  private static final String NAME = "Name";
  private static final String PARTITIONS = "PartitionCount";
  private static final String FORMAT = "Format";

  /** The form of rows and blobs that this code reads and writes. */
  private static final int THIS_FORMAT = 1;

  private HubRow() {}

  /**
   * Writes the row of a new hub, or compares with that of one that exists.
   *
   * @throws StorageException if they differ in name, number of partitions or format
   */
  static void requireSame(RowTable work, String hub, int partitions) {
    Optional<Row> found = work.get(PARTITION, KEY);
    if (found.isEmpty()) {
      Map<String, Object> columns = Map.of(NAME, hub, PARTITIONS, partitions, FORMAT, THIS_FORMAT);
      if (work.apply(PARTITION, List.of(new Change.Insert(KEY, columns))).applied()) {
        return;
      }
      found = work.get(PARTITION, KEY);
    }
    Row row =
        found.orElseThrow(() ->
            new StorageException(
                "hub '" + hub + "' was deleted while it was opened; open it again", null));
    requireName(hub, row.text(NAME).orElse(""));
    requirePartitions(hub, partitions, row.number(PARTITIONS).orElse(0L));
    requireFormat(hub, row.number(FORMAT).orElse(0L));
  }

  private static void requireName(String hub, String existing) {
    if (!hub.equals(existing)) {
      throw new StorageException(
          "the names of hubs '%s' and '%s' differ only in case, and Azure does not tell such names apart; use '%s', or another name"
              .formatted(hub, existing, existing),
          null);
    }
  }

  private static void requirePartitions(String hub, int partitions, long existing) {
    if (partitions != existing) {
      throw new StorageException(
          "hub '%s' was created with %d partitions and cannot be opened with %d; set partitionCount to %d, or use another hub"
              .formatted(hub, existing, partitions, existing),
          null);
    }
  }

  private static void requireFormat(String hub, long existing) {
    if (existing != THIS_FORMAT) {
      throw new StorageException(
          "hub '%s' has format %d, and this version of the store reads %d; use one that reads %d"
              .formatted(hub, existing, THIS_FORMAT, existing),
          null);
    }
  }
}
