package dev.varve.azure;

import dev.varve.azure.internal.format.HistoryRows;
import dev.varve.azure.internal.format.RowDraft;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A change of an instance as a whole, whatever its size. What fits one transaction is one. Of a
 * larger one the rows are written ahead, in transactions that each replace the sentinel, so that
 * only one writer can be at it; they are invisible until the last transaction changes what the
 * sentinel says. Confined to one thread.
 */
final class PartitionWrite {
  /** The turn with which a row written ahead begins to be there. */
  static final String FROM = "VarveSeq";

  /** The turn with which a row ceases to be there. */
  static final String GONE = "VarveGone";

  private final HubTables tables;
  private final String partition;
  private final long sequence;
  private final List<Change> ahead = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<Change> atOnce = new ArrayList<>();
  private final List<String> swept = new ArrayList<>();
  private final Map<String, String> etags = new HashMap<>();

  /**
   * @param sequence of the last turn, once the write is made
   */
  PartitionWrite(HubTables tables, String instanceId, long sequence) {
    this.tables = tables;
    this.partition = tables.partition(instanceId);
    this.sequence = sequence;
  }

  static boolean isVisible(Row row, long sequence) {
    long gone = row.number(GONE).orElse(0L);
    return row.number(FROM).orElse(0L) <= sequence && (gone == 0 || gone > sequence);
  }

  /** Whether the row was to go with a turn that was never made. */
  static boolean isMarked(Row row) {
    return row.number(GONE).orElse(0L) != 0;
  }

  /** A row that is there from then on. */
  void add(RowDraft row) {
    ahead.add(new Change.Put(row.key(), row.columns()));
  }

  /** A row that is gone from then on. */
  void remove(String key) {
    removed.add(key);
  }

  /** A row that nobody sees any more from then on, and that goes with it or later. */
  void sweep(String key) {
    swept.add(key);
  }

  /** A small row that changes exactly then. */
  void atOnce(Change change) {
    atOnce.add(change);
  }

  /**
   * Makes the change.
   *
   * @param sentinel that makes it
   * @return the outcome; the ETags applied begin with that of the sentinel
   */
  Outcome apply(Change sentinel) {
    List<Change> whole = new ArrayList<>();
    whole.add(sentinel);
    whole.addAll(atOnce);
    whole.addAll(ahead);
    removed.forEach(key -> whole.add(new Change.Delete(key, Change.ANY)));
    if (fits(whole)) {
      int room = RowTable.MAX_CHANGES - whole.size();
      swept.stream().limit(room).forEach(key -> whole.add(new Change.Delete(key, Change.ANY)));
      if (!fits(whole)) {
        throw new IllegalStateException("deletions are small");
      }
      Outcome outcome = tables.history().apply(partition, whole);
      if (outcome instanceof Outcome.Applied applied) {
        for (int i = 0; i < whole.size(); i++) {
          etags.put(whole.get(i).key(), applied.etags().get(i));
        }
        sweepAll(swept.stream().skip(room).toList());
      }
      return outcome;
    }
    return applyStaged(sentinel);
  }

  /** The ETag of a row as it was written; nothing if that is not known. */
  String etag(String key) {
    return etags.getOrDefault(key, "");
  }

  private boolean fits(List<Change> changes) {
    return changes.size() <= RowTable.MAX_CHANGES
        && changes.stream().mapToLong(c -> RowTable.size(partition, c)).sum() <= RowTable.MAX_BYTES;
  }

  private Outcome applyStaged(Change sentinel) {
    if (!(sentinel instanceof Change.Replace flip)) {
      throw new IllegalStateException("a start is small");
    }
    List<Change> staged = new ArrayList<>();
    for (Change change : ahead) {
      staged.add(written(change));
    }
    for (String key : removed) {
      staged.add(new Change.Merge(key, Map.of(GONE, sequence), Change.ANY));
    }
    String etag = flip.etag();
    for (List<Change> slice : slices(staged)) {
      slice.addFirst(new Change.Merge(Keys.SENTINEL, Map.of(Sentinel.COMPLETE, false), etag));
      Outcome outcome = tables.history().apply(partition, slice);
      if (!(outcome instanceof Outcome.Applied applied)) {
        return outcome;
      }
      etag = applied.etags().getFirst();
    }
    List<Change> last = new ArrayList<>();
    last.add(new Change.Replace(flip.key(), flip.columns(), etag));
    last.addAll(atOnce);
    Outcome outcome = tables.history().apply(partition, last);
    if (outcome.applied()) {
      sweepAll(removed);
      sweepAll(swept);
    }
    return outcome;
  }

  /** Events are hidden by their number; other rows tell from when on they are there. */
  private Change written(Change change) {
    if (change.key().compareTo(Keys.OURS_FROM) < 0 || !(change instanceof Change.Put put)) {
      return change;
    }
    Map<String, Object> columns = new HashMap<>(put.columns());
    columns.put(FROM, sequence);
    return new Change.Put(put.key(), columns);
  }

  private List<List<Change>> slices(List<Change> changes) {
    List<List<Change>> slices = new ArrayList<>();
    List<Change> slice = new ArrayList<>();
    long size = 0;
    for (Change change : changes) {
      long more = RowTable.size(partition, change);
      if (!slice.isEmpty()
          && (slice.size() == RowTable.MAX_CHANGES - 1 || size + more > RowTable.MAX_BYTES)) {
        slices.add(slice);
        slice = new ArrayList<>();
        size = 0;
      }
      slice.add(change);
      size += more;
    }
    if (!slice.isEmpty()) {
      slices.add(slice);
    }
    return slices;
  }

  /** What fails to go is swept by the next owner: nobody sees it. */
  private void sweepAll(List<String> keys) {
    Behind.tidy("sweeping rows", () -> Sweep.delete(tables.history(), partition, keys));
  }

  /** Deletes events, which no sentinel shows any more, and the blobs of those that have some. */
  static void sweepHistory(HubTables tables, String instanceId, long fromRow, long toRow) {
    String partition = tables.partition(instanceId);
    List<Row> rows =
        tables
            .history()
            .range(
                partition,
                HistoryRows.rowKey(fromRow),
                toRow == Long.MAX_VALUE ? Keys.OURS_FROM : HistoryRows.rowKey(toRow),
                Integer.MAX_VALUE);
    Sweep.deleteWithBlobs(tables, partition, rows);
  }
}
