package dev.varve.benchmarks;

import dev.varve.jdbc.server.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one PostgreSQL of a session, on the disk that is measured, with the settings it is delivered
 * with; started when it is first needed. Everything that needs one runs on this same server, each
 * measurement in a new database. For one thread.
 */
final class Databases implements AutoCloseable {
  private final Path directory;
  private @Nullable PostgresServer server;

  Databases(Path directory) {
    this.directory = directory;
  }

  /**
   * The JDBC URL of a new empty database.
   *
   * @throws Unavailable if there is no server and none can be started
   */
  Database create() {
    PostgresServer running = running();
    String name = running.newDatabase().getDatabaseName();
    return new Database(running, name);
  }

  /** Which PostgreSQL was used, if any was. */
  Optional<String> version() throws SQLException {
    return server == null ? Optional.empty() : Optional.of(version(server.dataSource("postgres")));
  }

  private static String version(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW server_version")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private PostgresServer running() {
    if (server == null) {
      server = PostgresServer.fromEnvironment().orElseGet(this::own);
    }
    return server;
  }

  private PostgresServer own() {
    try {
      return PostgresServer.dedicated(directory);
    } catch (RuntimeException e) {
      throw new Unavailable("no PostgreSQL can be started: " + e.getMessage(), e);
    }
  }

  /** Stops a server of our own. */
  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  /** One database, dropped when closed. */
  record Database(PostgresServer server, String name) implements AutoCloseable {
    String url() {
      return server.jdbcUrl(name);
    }

    @Override
    public void close() {
      server.drop(name);
    }
  }
}
