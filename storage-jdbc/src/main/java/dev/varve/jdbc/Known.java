package dev.varve.jdbc;

import dev.varve.OrchestrationRuntimeStatus;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a transaction knows of an instance it looked up by its id.
 *
 * @param instance its number
 * @param startCommit the id of the commit that started it
 * @param function what it runs; 0 if it has ended
 * @param holds see {@link Holds}; 0 if it has ended
 * @param notBefore no worker runs it earlier
 */
record Known(
    long instance,
    String executionId,
    OrchestrationRuntimeStatus status,
    long startCommit,
    long function,
    int holds,
    long notBefore) {
  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();

  /** The columns that {@link #read} expects, of the tables below. */
  static final String COLUMNS =
      "i.instance, i.execution_id, i.status, i.start_commit, r.function, r.holds, r.not_before";

  static final String TABLES = "varve_instance i LEFT JOIN varve_run r ON r.instance = i.instance";

  /** Reads a row that begins with {@link #COLUMNS}. */
  static Known read(ResultSet row) throws SQLException {
    return new Known(
        row.getLong(1),
        row.getString(2),
        STATUSES[row.getInt(3)],
        row.getLong(4),
        row.getLong(5),
        row.getInt(6),
        row.getLong(7));
  }
}
