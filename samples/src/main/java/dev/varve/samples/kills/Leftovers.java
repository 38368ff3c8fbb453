package dev.varve.samples.kills;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks behind the storage contract, into the tables: at rest nothing may be owned, queued or due,
 * which no query could tell.
 */
final class Leftovers {
  private static final List<String> EMPTY_AT_REST =
      List.of("varve_run", "varve_message", "varve_activity");

  private Leftovers() {}

  static List<String> failures(Path file) {
    List<String> failures = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String table : EMPTY_AT_REST) {
        long rows = number(statement, "SELECT count(*) FROM " + table);
        if (rows > 0) {
          failures.add("I13: " + rows + " rows are left in table " + table);
        }
      }
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        if (!"ok".equals(result.getString(1))) {
          failures.add("I14: SQLite says " + result.getString(1));
        }
      }
    } catch (SQLException e) {
      failures.add("I13: cannot look into " + file + ": " + e.getMessage());
    }
    return failures;
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.getLong(1);
    }
  }
}
