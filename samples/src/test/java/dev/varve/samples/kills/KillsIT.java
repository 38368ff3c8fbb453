package dev.varve.samples.kills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.jdbc.SqliteStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillsIT {
  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void nothing_is_lost_when_a_worker_is_killed_eight_times() throws Exception {
    boolean good = kills(8).run();

    assertThat(good).describedAs(printed.toString(UTF_8)).isTrue();
    assertThat(printed.toString(UTF_8)).containsPattern("kills +8\n");
  }

  @Test
  void what_is_lost_or_left_over_is_found() throws Exception {
    Kills kills = kills(1);
    assertThat(kills.run()).describedAs(printed.toString(UTF_8)).isTrue();

    damage("INSERT INTO varve_message VALUES (1, 1, 1, 1, 0, NULL, NULL)");
    assertThat(failures(kills)).containsExactly("I13: 1 rows are left in table message");

    damage(
        "DELETE FROM varve_history WHERE (instance, sequence) IN (SELECT instance, max(sequence) - 1"
            + " FROM varve_history GROUP BY instance HAVING count(*) > 3 LIMIT 1)");
    assertThat(failures(kills)).anyMatch(failure -> failure.startsWith("I2: "));

    damage("DELETE FROM varve_instance WHERE id = 'program-1'");
    assertThat(failures(kills)).contains("I1: program-1 was acknowledged and is lost");
  }

  private List<String> failures(Kills kills) {
    try (SqliteStorage storage = SqliteStorage.at(database())) {
      return Findings.of(storage.hub("default"), directory, kills.acknowledged()).failures();
    }
  }

  private void damage(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement execution = connection.createStatement()) {
      assertThat(execution.executeUpdate(statement)).isPositive();
    }
  }

  private Path database() {
    return directory.resolve("kills.db");
  }

  private Kills kills(int count) {
    return new Kills(directory, count, 42, new PrintStream(printed, true, UTF_8));
  }
}
