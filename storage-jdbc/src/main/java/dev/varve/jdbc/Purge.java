package dev.varve.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Removes instances with all they own. */
final class Purge {
  private static final String[] ROWS = {
    "DELETE FROM history WHERE instance=?",
    "DELETE FROM message WHERE instance=?",
    "DELETE FROM activity WHERE instance=?",
    "DELETE FROM failed_build WHERE instance=?",
    "DELETE FROM tag WHERE instance=?",
    "DELETE FROM run WHERE instance=?",
    "DELETE FROM instance WHERE instance=?"
  };

  private Purge() {}

  /** Removes one finished instance. */
  static void remove(WriteBatch batch, long instance) throws SQLException {
    PreparedStatement select =
        batch.prepare("SELECT function, status FROM instance WHERE instance=?");
    select.setLong(1, instance);
    try (ResultSet row = select.executeQuery()) {
      if (row.next()) {
        batch.count(row.getLong(1), row.getInt(2), false, -1);
      }
    }
    for (String sql : ROWS) {
      batch.execute(sql, instance);
    }
  }
}
