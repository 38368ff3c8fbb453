package dev.varve.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresServerTest {
  private final PostgresServer server = PostgresServer.shared();

  @Test
  void is_a_real_PostgreSQL() throws SQLException {
    assertThat(query(server.newDatabase(), "SELECT version()")).startsWith("PostgreSQL ");
  }

  @Test
  void a_commit_is_as_durable_as_PostgreSQL_makes_it() throws SQLException {
    DataSource database = server.newDatabase();
    for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
      assertThat(query(database, "SHOW " + setting)).as(setting).isEqualTo("on");
    }
  }

  @Test
  void databases_are_apart() throws SQLException {
    execute(server.newDatabase(), "CREATE TABLE fact (id INT)");
    DataSource other = server.newDatabase();
    assertThat(query(other, "SELECT to_regclass('fact')")).isNull();
  }

  @Test
  void another_process_connects_by_the_url() throws SQLException {
    PGSimpleDataSource database = server.newDatabase();
    String url = server.jdbcUrl(database.getDatabaseName());
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(connection.getCatalog()).isEqualTo(database.getDatabaseName());
    }
  }

  @Test
  void ends_the_connections_to_a_database() throws SQLException {
    PGSimpleDataSource database = server.newDatabase();
    try (Connection first = database.getConnection();
        Connection second = database.getConnection();
        Connection other = server.newDatabase().getConnection()) {
      assertThat(server.terminateBackends(database.getDatabaseName())).isEqualTo(2);
      assertThatThrownBy(() -> second.createStatement().execute("SELECT 1"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> first.createStatement().execute("SELECT 1"))
          .isInstanceOf(SQLException.class);
      assertThat(other.createStatement().execute("SELECT 1")).isTrue();
    }
  }

  @Test
  void drops_a_database_that_someone_is_connected_to() throws SQLException {
    PGSimpleDataSource database = server.newDatabase();
    try (Connection connection = database.getConnection()) {
      assertThat(connection.isValid(5)).isTrue();
      server.drop(database.getDatabaseName());
    }
    assertThatThrownBy(database::getConnection).isInstanceOf(SQLException.class);
  }

  @Test
  void what_was_committed_survives_a_crash_of_the_server() throws SQLException {
    assumeThat(server.canBeStopped()).isTrue();
    try (PostgresServer own = PostgresServer.dedicated()) {
      DataSource database = own.newDatabase();
      execute(database, "CREATE TABLE fact (id INT)");
      execute(database, "INSERT INTO fact VALUES (7)");
      own.stopImmediate();
      assertThatThrownBy(database::getConnection).isInstanceOf(SQLException.class);
      own.start();
      assertThat(query(database, "SELECT id FROM fact")).isEqualTo("7");
    }
  }

  @Test
  void a_closed_server_leaves_no_files(@TempDir Path directory) throws IOException {
    assumeThat(server.canBeStopped()).isTrue();
    PostgresServer own = PostgresServer.dedicated(directory);
    assertThat(directory).isNotEmptyDirectory();
    own.close();
    assertThat(directory).isEmptyDirectory();
    assertThatThrownBy(own::newDatabase).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void a_server_ends_with_the_process_that_started_it(@TempDir Path directory) throws Exception {
    assumeThat(server.canBeStopped()).isTrue();
    Process owner =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                DyingOwner.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(owner.inputReader().readLine()).matches("\\d+");
    assertThat(directory).isNotEmptyDirectory();
    owner.destroyForcibly().waitFor();
    awaitEmpty(directory);
  }

  private static void awaitEmpty(Path directory) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (directory.toFile().list().length > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertThat(directory).isEmptyDirectory();
  }

  static String query(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
