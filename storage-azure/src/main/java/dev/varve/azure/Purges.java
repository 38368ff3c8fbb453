package dev.varve.azure;

import dev.varve.azure.internal.format.Damage;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.KeySanitation;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.OutboxEntry;
import dev.varve.azure.internal.format.OutboxRows;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Filter;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.PurgeOutcome;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Removes finished instances with all they own. */
final class Purges {
  private final HubParts parts;

  Purges(HubParts parts) {
    this.parts = parts;
  }

  PurgeOutcome purge(PurgeRequest request) {
    if (request.maxInstances() < 1) {
      throw new IllegalArgumentException(
          "a batch of " + request.maxInstances() + " is out of range; use 1 or more");
    }
    List<Row> found = find(request);
    boolean more = found.size() > request.maxInstances();
    List<Row> batch = more ? found.subList(0, request.maxInstances()) : found;
    List<CompletableFuture<Boolean>> under =
        batch.stream()
            .map(row -> {
              String id = KeySanitation.unescape(row.partition());
              return parts.strands().submit(id, () -> remove(id, row, request));
            })
            .toList();
    int purged = 0;
    for (CompletableFuture<Boolean> one : under) {
      purged += Fetch.join(one) ? 1 : 0;
    }
    return new PurgeOutcome(purged, more);
  }

  /** Finds one more than the batch takes, to know whether there is more. */
  private List<Row> find(PurgeRequest request) {
    List<Row> found = new ArrayList<>();
    if (request.instanceId().isPresent()) {
      parts
          .projection()
          .read(request.instanceId().get())
          .filter(row -> isDamaged(request.instanceId().get()) || fits(request, row))
          .ifPresent(found::add);
      return found;
    }
    Filter ours = Filter.where(InstanceRows.HUB, Filter.Comparison.EQUAL, parts.tables().hub());
    parts
        .tables()
        .instances()
        .scan(
            ours,
            List.of(),
            page -> {
              for (Row row : page) {
                if (found.size() <= request.maxInstances() && fits(request, row)) {
                  found.add(row);
                }
              }
              return found.size() <= request.maxInstances();
            });
    return found;
  }

  private boolean fits(PurgeRequest request, Row row) {
    return parts.tables().hub().equals(row.text(InstanceRows.HUB).orElse(""))
        && fits(request, InstanceRows.decode(row, parts.tables().texts()));
  }

  private static boolean fits(PurgeRequest request, InstanceRow row) {
    boolean old =
        request.completedBefore().isEmpty()
            || row.completedAt()
                .map(at -> at.isBefore(request.completedBefore().get()))
                .orElse(false);
    return row.status().isFinished()
        && old
        && (request.statuses().isEmpty() || request.statuses().contains(row.status()));
  }

  /** The row for tools goes last, so that what is left of a purge is found again. */
  private boolean remove(String id, Row listed, PurgeRequest request) {
    try {
      Optional<InstanceReader.Found> found = parts.reader().find(id);
      if (found.isPresent()
          && (!fits(request, found.get().state().row) || !removePartition(id, found.get()))) {
        return false;
      }
    } catch (StorageException e) {
      if (!Damage.is(e)) {
        throw e;
      }
      removeDamaged(id);
    }
    parts.tables().blobs().deletePrefix(LargeTexts.folder(id));
    parts.projection().remove(listed);
    return true;
  }

  /** Whether it can never be run again: nothing can be read of it but what others say. */
  private boolean isDamaged(String id) {
    try {
      Optional<InstanceReader.Found> unused = parts.reader().find(id);
      return false;
    } catch (StorageException e) {
      if (!Damage.is(e)) {
        throw e;
      }
      return true;
    }
  }

  /** Whatever is there goes, the sentinel last: until then nobody can start another instance. */
  private void removeDamaged(String id) {
    RowTable history = parts.tables().history();
    String partition = parts.tables().partition(id);
    List<String> keys =
        new ArrayList<>(
            history.range(partition, "0", Keys.OURS_TO, Integer.MAX_VALUE).stream()
                .map(Row::key)
                .filter(key -> !key.equals(Keys.SENTINEL))
                .toList());
    Sweep.delete(history, partition, keys);
    Sweep.delete(history, partition, List.of(Keys.SENTINEL));
  }

  /** An entry that cannot be read will never be carried out. */
  private boolean canBeRead(Row outgoing) {
    try {
      OutboxEntry unused = OutboxRows.decode(outgoing, parts.tables().texts());
      return true;
    } catch (StorageException e) {
      if (!Damage.is(e)) {
        throw e;
      }
      return false;
    }
  }

  /** Removes all rows, and the sentinel with the last of them, if nobody has changed it since. */
  private boolean removePartition(String id, InstanceReader.Found found) {
    RowTable history = parts.tables().history();
    String partition = parts.tables().partition(id);
    List<Row> rows = history.range(partition, "0", Keys.OURS_TO, Integer.MAX_VALUE);
    List<Change> deletes = new ArrayList<>();
    for (Row row : rows) {
      if (row.key().startsWith(Keys.OUTBOX) && canBeRead(row)) {
        return false; // what it did to others is not carried out yet
      }
      if (!row.key().equals(Keys.SENTINEL)) {
        deletes.add(new Change.Delete(row.key(), Change.ANY));
      }
    }
    String etag = found.etag();
    int room = RowTable.MAX_CHANGES - 1;
    if (deletes.size() > room) {
      InstanceState emptied = found.state().copy();
      emptied.firstRow = emptied.nextRow;
      var large = parts.tables().large(id, emptied.epoch);
      var columns = Sentinel.encode(emptied, Micros.instant(parts.clock().now()), large);
      if (!history
          .apply(partition, List.of(new Change.Replace(Keys.SENTINEL, columns, etag)))
          .applied()) {
        return false;
      }
      Sweep.apply(history, partition, List.copyOf(deletes.subList(room, deletes.size())));
      etag = parts.reader().find(id).map(InstanceReader.Found::etag).orElse(etag);
    }
    List<Change> last = new ArrayList<>(deletes.subList(0, Math.min(room, deletes.size())));
    last.add(new Change.Delete(Keys.SENTINEL, etag));
    return history.apply(partition, last).applied() || parts.reader().find(id).isEmpty();
  }
}
