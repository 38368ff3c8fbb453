package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The index of instances that were parked because a function is served nowhere. A session that
 * serves something new looks at them after it has written that it is there; who parks looks at the
 * sessions after it has written its row here. So one of them sees the other.
 */
final class Unresolved {
  private static final String PARTITION = "u";
  private static final String INSTANCE = "Instance";
  private static final int ATTEMPTS = 10;

  private final HubParts parts;

  Unresolved(HubParts parts) {
    this.parts = parts;
  }

  /**
   * Announces an instance that is about to be parked.
   *
   * @return whether what was missing may have come while the session had the instance
   */
  boolean announce(Owned owned) {
    Change row = new Change.Put(Keys.own(owned.id), Map.of(INSTANCE, owned.id));
    parts.tables().work().apply(PARTITION, List.of(row));
    return parts.sessionRows().all().stream()
        .map(SessionRows.Known::row)
        .anyMatch(other ->
            other.id() != owned.session.id() && Micros.floor(other.startedAt()) >= owned.since);
  }

  /** A session opened: if it serves what nobody served, builds that missed something look again. */
  void opened(long session, SessionDescriptor descriptor) {
    Set<FunctionName> orchestrators = new HashSet<>(descriptor.orchestrators());
    Set<FunctionName> activities = new HashSet<>(descriptor.activities());
    for (SessionRows.Known known : parts.sessionRows().all()) {
      SessionRow other = known.row();
      if (other.id() != session && !known.dead()) {
        orchestrators.removeAll(other.descriptor().orchestrators());
        activities.removeAll(other.descriptor().activities());
      }
    }
    if (orchestrators.isEmpty() && activities.isEmpty()) {
      return;
    }
    List<CompletableFuture<Boolean>> retried =
        parts.tables().work().range(PARTITION, "a", "~", Integer.MAX_VALUE).stream()
            .map(row -> parts.strands().submit(row.text(INSTANCE).orElse(""), () -> retry(row)))
            .toList();
    retried.forEach(Fetch::join);
  }

  private boolean retry(Row row) {
    String id = row.text(INSTANCE).orElse("");
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Loaded> read = parts.reader().load(id);
      if (read.isEmpty() || read.get().state().isFinished()) {
        forget(row);
        return true;
      }
      Loaded loaded = read.get();
      InstanceState state = loaded.state().copy();
      boolean retried = !state.unresolvedBuilds.isEmpty();
      state.retryUnresolved();
      List<String> announced = List.of();
      if (retried && state.owner == 0) {
        state.dueSince = parts.clock().now();
        announced = parts.wakes().announce(state, loaded.firstDue(), false, parts.clock().now());
      }
      if (write(state, loaded.etag())) {
        // One that is not parked yet may be about to be: its owner now finds it changed.
        if (retried) {
          forget(row);
        }
        Owned owned = parts.ownership().find(id);
        if (owned != null) {
          owned.doubtful = true;
        }
        parts.wakes().ring(announced);
        return true;
      }
    }
    return false;
  }

  private boolean write(InstanceState state, String etag) {
    String id = state.row.instanceId();
    HubTables tables = parts.tables();
    LargeTexts large = tables.large(id, state.epoch);
    Map<String, Object> columns =
        Sentinel.encode(state, Micros.instant(parts.clock().now()), large);
    Outcome outcome =
        tables
            .history()
            .apply(tables.partition(id), List.of(new Change.Replace(Keys.SENTINEL, columns, etag)));
    return outcome.applied();
  }

  private void forget(Row row) {
    parts.tables().work().apply(PARTITION, List.of(new Change.Delete(row.key(), row.etag())));
  }
}
