package dev.varve.jdbc;

import dev.varve.OrchestrationRuntimeStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Removes instances with all they own. */
final class Purge {
  private static final String[] ROWS = {
    "DELETE FROM varve_history WHERE instance=?",
    "DELETE FROM varve_message WHERE instance=?",
    "DELETE FROM varve_activity WHERE instance=?",
    "DELETE FROM varve_failed_build WHERE instance=?",
    "DELETE FROM varve_tag WHERE instance=?",
    "DELETE FROM varve_step WHERE instance=?",
    "DELETE FROM varve_run WHERE instance=?",
    "DELETE FROM varve_instance WHERE instance=?"
  };

  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();

  private Purge() {}

  /** Removes an instance that was found finished; false if it is not so any more. */
  static boolean remove(WriteBatch batch, long instance) throws SQLException {
    batch.changedSome();
    PreparedStatement select =
        batch.prepare(
            "SELECT i.function, i.status FROM varve_instance i WHERE i.instance=?"
                + batch.dialect().forUpdate("i"));
    select.setLong(1, instance);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next() || !STATUSES[row.getInt(2)].isFinished()) {
        return false;
      }
      batch.count(row.getLong(1), row.getInt(2), false, -1);
    }
    for (String sql : ROWS) {
      batch.execute(sql, instance);
    }
    return true;
  }
}
