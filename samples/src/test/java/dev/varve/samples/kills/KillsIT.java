package dev.varve.samples.kills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
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
  void nothing_is_lost_on_PostgreSQL_when_workers_are_killed_and_stopped_past_their_lease()
      throws Exception {
    Order order =
        Order.parse(
            "--store",
            "postgres",
            "--workers",
            "2",
            "--kills",
            "4",
            "--zombies",
            "1",
            "--seed",
            "42");

    boolean good = Kills.run(order, directory, out());

    assertThat(good).describedAs(printed.toString(UTF_8)).isTrue();
    assertThat(printed.toString(UTF_8)).containsPattern("zombies taken over from +1\n");
  }

  @Test
  void nothing_is_lost_on_Azure_Storage_when_workers_are_killed_and_stopped_past_their_lease()
      throws Exception {
    Order order =
        Order.parse(
            "--store", "azure", "--workers", "2", "--kills", "4", "--zombies", "1", "--seed", "42");

    boolean good = Kills.run(order, directory, out());

    assertThat(good).describedAs(printed.toString(UTF_8)).isTrue();
    assertThat(printed.toString(UTF_8)).containsPattern("zombies taken over from +1\n");
  }

  @Test
  void what_is_lost_or_left_over_is_found() throws Exception {
    Kills kills = kills(1);
    assertThat(kills.run()).describedAs(printed.toString(UTF_8)).isTrue();

    damage("INSERT INTO varve_message VALUES (1, 1, 1, 1, 0, NULL, NULL)");
    assertThat(failures(kills)).containsExactly("I13: 1 rows are left in table varve_message");

    damage(
        "DELETE FROM varve_history WHERE (instance, sequence) IN (SELECT instance, max(sequence) - 1"
            + " FROM varve_history GROUP BY instance HAVING count(*) > 3 LIMIT 1)");
    assertThat(failures(kills)).anyMatch(failure -> failure.startsWith("I2: "));

    damage("DELETE FROM varve_instance WHERE id = 'program-1'");
    assertThat(failures(kills)).contains("I1: program-1 was acknowledged and is lost");
  }

  private List<String> failures(Kills kills) {
    try (Storage storage = database().open()) {
      return Findings.of(storage.hub("default"), database(), directory, kills.acknowledged(), 0)
          .failures();
    }
  }

  private void damage(String statement) throws SQLException {
    try (Connection connection = database().connect();
        Statement execution = connection.createStatement()) {
      assertThat(execution.executeUpdate(statement)).isPositive();
    }
  }

  private Database database() {
    return Database.sqlite(directory);
  }

  private Kills kills(int count) {
    Order order = new Order(Order.Store.SQLITE, 1, count, 0, 42);
    return new Kills(database(), directory, order, out());
  }

  private PrintStream out() {
    return new PrintStream(printed, true, UTF_8);
  }
}
