package dev.varve.azure;

import dev.varve.azure.internal.format.KeySanitation;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the rows of the Instances table as the sentinels say, for tools and queries. It is written
 * last; whoever claims or recovers an instance makes up for what was not written. Thread-safe.
 */
final class Projection {
  private static final String KEY = "";
  private static final int ATTEMPTS = 8;

  private final HubTables tables;
  private final InstanceReader reader;

  Projection(HubTables tables, InstanceReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  /** The row of an instance that was started just now; returns its ETag. */
  String started(InstanceState state) {
    Change put = new Change.Put(KEY, state.columns);
    return etag(apply(state, put));
  }

  /**
   * Tells the table of this state, unless it knows a later one.
   *
   * @param known the ETag of the row as this process wrote or read it last, or nothing
   * @return the ETag of the row; nothing if it is not known
   */
  String write(InstanceState state, String known) {
    String etag = known;
    for (int i = 0; i < ATTEMPTS; i++) {
      if (!etag.isEmpty()) {
        Outcome outcome = apply(state, new Change.Replace(KEY, state.columns, etag));
        if (outcome.applied()) {
          return etag(outcome);
        }
      }
      Optional<Row> row = read(state.row.instanceId());
      if (row.isPresent() && tellsOf(row.get(), state)) {
        return row.get().etag();
      }
      boolean foreign = row.isEmpty() || Sentinel.startCommit(row.get()) != state.startCommitId;
      if (foreign && !isCurrent(state)) {
        return "";
      }
      if (row.isEmpty()) {
        Outcome outcome = apply(state, new Change.Insert(KEY, state.columns));
        if (outcome.applied()) {
          return etag(outcome);
        }
      }
      etag = row.map(Row::etag).orElse("");
    }
    return "";
  }

  /** Tells the table of this state if it does not know it or a later one. */
  void repair(InstanceState state) {
    String ignored = write(state, "");
  }

  /** Whether the table knows this state or a later one. */
  private static boolean tellsOf(Row row, InstanceState state) {
    return Sentinel.startCommit(row) == state.startCommitId
        && Sentinel.revision(row) >= state.revision;
  }

  /** Whether this is the instance that has the id now. */
  private boolean isCurrent(InstanceState state) {
    return reader
        .find(state.row.instanceId())
        .map(found -> found.state().startCommitId == state.startCommitId)
        .orElse(false);
  }

  /** Shows in lists that the sentinel of an instance cannot be read. */
  void setAside(String instanceId, String damage) {
    read(instanceId)
        .ifPresent(row -> {
          Change show = new Change.Replace(KEY, Sentinel.setAside(row, damage), row.etag());
          Outcome unused = tables.instances().apply(row.partition(), List.of(show));
        });
  }

  /** Writes a row anew that cannot be read. */
  void mend(Row damaged) {
    reader
        .find(KeySanitation.unescape(damaged.partition()))
        .ifPresent(found -> {
          Outcome unused =
              apply(found.state(), new Change.Replace(KEY, found.state().columns, damaged.etag()));
        });
  }

  Optional<Row> read(String instanceId) {
    return tables.instances().get(tables.partition(instanceId), KEY);
  }

  /** Removes the row of a purged instance, unless another instance has it by now. */
  void remove(Row row) {
    tables.instances().apply(row.partition(), List.of(new Change.Delete(row.key(), row.etag())));
  }

  private Outcome apply(InstanceState state, Change change) {
    return tables.instances().apply(tables.partition(state.row.instanceId()), List.of(change));
  }

  private static String etag(Outcome outcome) {
    return outcome instanceof Outcome.Applied applied ? applied.etags().getFirst() : "";
  }
}
