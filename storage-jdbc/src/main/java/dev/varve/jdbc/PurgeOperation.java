package dev.varve.jdbc;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.PurgeOutcome;
import dev.varve.storage.PurgeRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Removes a batch of finished instances, the earliest to finish first. */
final class PurgeOperation extends WriteOperation<PurgeOutcome> {
  private static final String ALL =
      "SELECT i.instance, i.status FROM varve_instance i WHERE i.hub=? AND i.completed IS NOT NULL"
          + " AND i.completed<? AND i.status";
  private static final String FIRST = " ORDER BY i.completed, i.instance LIMIT ?";
  private static final String ONE =
      "SELECT i.instance, i.status FROM varve_instance i WHERE i.hub=? AND i.completed IS NOT NULL"
          + " AND i.completed<? AND i.id=?";

  private final HubKey hub;
  private final PurgeRequest request;

  PurgeOperation(HubKey hub, PurgeRequest request) {
    this.hub = hub;
    this.request = request;
  }

  @Override
  boolean alone(Dialect dialect) {
    return dialect.hasSeveralWriters();
  }

  @Override
  PurgeOutcome apply(WriteBatch batch) throws SQLException {
    List<Long> found = find(batch);
    boolean more = found.size() > request.maxInstances();
    List<Long> removed = more ? found.subList(0, request.maxInstances()) : found;
    int gone = 0;
    for (long instance : removed) {
      gone += Purge.remove(batch, instance) ? 1 : 0;
    }
    return new PurgeOutcome(gone, more);
  }

  private List<Long> statuses() {
    return Arrays.stream(OrchestrationRuntimeStatus.values())
        .filter(status -> request.statuses().isEmpty() || request.statuses().contains(status))
        .map(status -> (long) status.ordinal())
        .toList();
  }

  /** Finds one more than the batch takes, to know whether there is more. */
  private List<Long> find(WriteBatch batch) throws SQLException {
    boolean one = request.instanceId().isPresent();
    Dialect dialect = batch.dialect();
    // With a limit, since a driver may fetch all rows before it hands out the first.
    PreparedStatement select =
        batch.prepare(
            one ? ONE : ALL + dialect.isOneOf() + FIRST + dialect.forUpdateSkippingLocked("i"));
    select.setLong(1, hub.hub());
    select.setLong(2, request.completedBefore().map(Row::micros).orElse(Long.MAX_VALUE));
    if (one) {
      select.setString(3, request.instanceId().get());
    } else {
      dialect.bindNumbers(select, 3, statuses());
      select.setLong(4, request.maxInstances() + 1L);
    }
    List<Long> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (found.size() <= request.maxInstances() && row.next()) {
        OrchestrationRuntimeStatus status = OrchestrationRuntimeStatus.values()[row.getInt(2)];
        if (request.statuses().isEmpty() || request.statuses().contains(status)) {
          found.add(row.getLong(1));
        }
      }
    }
    return found;
  }
}
