package dev.varve.jdbc;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code instance} in one hub. Thread-safe. */
final class Instances {
  /** The columns that {@link #row} reads, of a table named {@code i}. */
  static final String COLUMNS =
      "i.id, i.execution_id, i.function, i.status, i.created, i.updated, i.completed,"
          + " i.scheduled, i.version_set, i.parent, i.tags, i.custom_status, i.output, i.failure,"
          + " i.park_condition, i.park_explanation, i.park_build,"
          + " (SELECT max(h.sequence) FROM varve_history h WHERE h.instance = i.instance)";

  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();
  private static final InstanceCondition[] CONDITIONS = InstanceCondition.values();

  private final HubKey hub;
  private final FunctionIds functions;

  Instances(HubKey hub, FunctionIds functions) {
    this.hub = hub;
    this.functions = functions;
  }

  /** The key of an instance in the other tables. */
  OptionalLong key(Statements connection, String id) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT instance FROM varve_instance WHERE hub=? AND id=?");
    select.setLong(1, hub.hub());
    select.setString(2, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  Optional<InstanceRow> byId(Statements connection, String id) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT " + COLUMNS + " FROM varve_instance i WHERE i.hub=? AND i.id=?");
    select.setLong(1, hub.hub());
    select.setString(2, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(row(connection, row)) : Optional.empty();
    }
  }

  /** Of a remote database; what is not found is left out. */
  List<InstanceRow> byIds(Statements connection, Collection<String> ids) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT " + COLUMNS + " FROM " + PostgresDialect.INSTANCES_BY_ID);
    select.setArray(1, connection.connection().createArrayOf("text", ids.toArray(String[]::new)));
    select.setLong(2, hub.hub());
    List<InstanceRow> rows = new ArrayList<>(ids.size());
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(row(connection, row));
      }
    }
    return rows;
  }

  InstanceRow row(Statements connection, ResultSet row) throws SQLException {
    String tags = row.getString(11);
    return new InstanceRow(
        hub.name(),
        row.getString(1),
        row.getString(2),
        functions.nameOf(connection, row.getLong(3)),
        STATUSES[row.getInt(4)],
        park(row),
        Row.time(row.getLong(5)),
        Row.time(row.getLong(6)),
        time(row, 7),
        time(row, 8),
        payload(row.getString(12)),
        payload(row.getString(13)),
        Codec.failure(row.getBytes(14)),
        tags == null ? Map.of() : TextList.readMap(tags),
        Optional.ofNullable(row.getString(10)),
        row.getString(9),
        row.getLong(18));
  }

  List<InstanceCount> counts(Statements connection) throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT c.function, c.status, sum(c.instances),"
                + " sum(CASE WHEN c.parked=1 THEN c.instances ELSE 0 END)"
                + " FROM varve_function f JOIN varve_instance_count c ON c.function = f.function"
                + " WHERE f.hub=? GROUP BY c.function, c.status, f.base, f.version"
                + " HAVING sum(c.instances) > 0 ORDER BY f.base, f.version, c.status");
    select.setLong(1, hub.hub());
    List<InstanceCount> counts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        counts.add(
            new InstanceCount(
                functions.nameOf(connection, row.getLong(1)),
                STATUSES[row.getInt(2)],
                row.getLong(3),
                row.getLong(4)));
      }
    }
    return counts;
  }

  private static Optional<ParkRecord> park(ResultSet row) throws SQLException {
    int condition = row.getInt(15);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new ParkRecord(CONDITIONS[condition], row.getString(16), row.getString(17)));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Row.time(micros));
  }

  private static Payload payload(@Nullable String json) {
    return json == null ? Payload.NULL : new Payload(json);
  }
}
