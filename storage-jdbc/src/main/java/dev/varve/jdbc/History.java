package dev.varve.jdbc;

import dev.varve.history.HistoryTurn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads turns. */
final class History {
  private static final String COLUMNS = "sequence, time, commit_id, ran, events";

  private History() {}

  static List<HistoryTurn> read(Statements connection, long instance, long after, int max)
      throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT "
                + COLUMNS
                + " FROM varve_history WHERE instance=? AND sequence>?"
                + " ORDER BY sequence LIMIT ?");
    select.setLong(1, instance);
    select.setLong(2, after);
    select.setInt(3, max);
    List<HistoryTurn> turns = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        turns.add(
            Codec.decode(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getInt(4) == 1,
                row.getBytes(5)));
      }
    }
    return turns;
  }
}
