package dev.varve.samples.kills;

import dev.varve.azure.server.HubRows;
import dev.varve.samples.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks behind the storage contract, into the tables: at rest nothing may be owned, queued or due,
 * which no query could tell, and no session may be left of a worker that is gone.
 */
final class Leftovers {
  private static final List<String> EMPTY_AT_REST =
      List.of("varve_run", "varve_message", "varve_activity");
  private static final Duration LONGEST_BURIAL = Duration.ofMinutes(1);

  private Leftovers() {}

  /**
   * @param sessions how many engines still run
   */
  static List<String> failures(Database database, int sessions) {
    if (database.azure().isPresent()) {
      return failures(new HubRows(database.azure().get(), "default"), sessions);
    }
    List<String> failures = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String table : EMPTY_AT_REST) {
        long rows = rows(statement, table);
        if (rows > 0) {
          failures.add("I13: " + rows + " rows are left in table " + table);
        }
      }
      if (!onlyTheLivingAreLeft(statement, sessions)) {
        failures.add("I13: there are rows of sessions that have ended");
      }
      if (database.isSqlite()) {
        checkFile(statement, failures);
      }
    } catch (SQLException e) {
      failures.add("I13: cannot look into " + database.url() + ": " + e.getMessage());
    }
    return failures;
  }

  /** The index may say too much, but what it points to has to be gone. */
  private static List<String> failures(HubRows rows, int sessions) {
    List<String> failures = new ArrayList<>();
    rows.waiting()
        .forEach((kind, count) -> failures.add("I13: %d %s rows are left".formatted(count, kind)));
    try {
      Await.until("the dead to be buried", LONGEST_BURIAL, () -> rows.sessions() <= sessions);
    } catch (IllegalStateException e) {
      failures.add("I13: there are rows of sessions that have ended");
    }
    return failures;
  }

  /** The last of the dead are found when their leases have run out. */
  private static boolean onlyTheLivingAreLeft(Statement statement, int sessions) {
    try {
      Await.until(
          "the dead to be buried",
          LONGEST_BURIAL,
          () -> {
            try {
              return rows(statement, "varve_session") <= sessions;
            } catch (SQLException e) {
              throw new IllegalStateException("cannot count sessions", e);
            }
          });
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void checkFile(Statement statement, List<String> failures) throws SQLException {
    try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      if (!"ok".equals(result.getString(1))) {
        failures.add("I14: SQLite says " + result.getString(1));
      }
    }
  }

  private static long rows(Statement statement, String table) throws SQLException {
    try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      result.next();
      return result.getLong(1);
    }
  }
}
