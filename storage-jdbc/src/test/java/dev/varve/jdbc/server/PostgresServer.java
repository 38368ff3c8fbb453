package dev.varve.jdbc.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL with its usual durability (fsync, full_page_writes and synchronous_commit on),
 * either one of our own from the class path, which lives as long as this JVM, or the one that the
 * environment variable {@code VARVE_TEST_POSTGRES_URL} names (with {@code _USER} and {@code
 * _PASSWORD} beside it); of the latter the role must be allowed to create databases. Which version
 * the own one has is decided by Maven: {@code -Dpostgres.version=15.19.0}.
 *
 * <p>Safe for use by several threads, except for {@link #stopImmediate} and {@link #start}.
 */
public final class PostgresServer implements AutoCloseable {
  private static final long SPACE_FOR_TESTS = 2L << 30;

  static final String URL_VARIABLE = "VARVE_TEST_POSTGRES_URL";

  private static final class Shared {
    private static final PostgresServer SERVER =
        fromEnvironment().orElseGet(() -> dedicated(quickDirectory()));
  }

  private final PGSimpleDataSource maintenance;
  private final @Nullable LocalPostgres local;

  private PostgresServer(PGSimpleDataSource maintenance, @Nullable LocalPostgres local) {
    this.maintenance = maintenance;
    this.local = local;
  }

  /** The one server of this JVM, started at the first call. Who stops it must start it again. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /**
   * Another server of our own, to be closed; for tests that leave none in a state that others could
   * use.
   */
  public static PostgresServer dedicated() {
    return dedicated(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Memory, if there is enough of it: thousands of commits, each synchronised to a disk, take
   * minutes, and the tests kill processes and servers, not the machine.
   */
  private static Path quickDirectory() {
    Path memory = Path.of("/dev/shm");
    boolean enough = Files.isWritable(memory) && memory.toFile().getUsableSpace() > SPACE_FOR_TESTS;
    return enough ? memory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Another server of our own with its data inside the given directory: the disk decides what a
   * commit costs.
   */
  public static PostgresServer dedicated(Path directory) {
    try {
      LocalPostgres local = LocalPostgres.startedIn(directory);
      PGSimpleDataSource maintenance = new PGSimpleDataSource();
      maintenance.setServerNames(new String[] {"127.0.0.1"});
      maintenance.setPortNumbers(new int[] {local.port()});
      maintenance.setUser(LocalPostgres.USER);
      maintenance.setDatabaseName("postgres");
      return new PostgresServer(maintenance, local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server that the environment names, if it names one. */
  public static Optional<PostgresServer> fromEnvironment() {
    return Optional.ofNullable(System.getenv(URL_VARIABLE))
        .map(url -> {
          PGSimpleDataSource maintenance = new PGSimpleDataSource();
          maintenance.setUrl(url);
          Optional.ofNullable(System.getenv(URL_VARIABLE.replace("URL", "USER")))
              .ifPresent(maintenance::setUser);
          Optional.ofNullable(System.getenv(URL_VARIABLE.replace("URL", "PASSWORD")))
              .ifPresent(maintenance::setPassword);
          return new PostgresServer(maintenance, null);
        });
  }

  public String host() {
    return maintenance.getServerNames()[0];
  }

  /** Stays the same over {@link #stopImmediate} and {@link #start}. */
  public int port() {
    int port = maintenance.getPortNumbers()[0];
    return port == 0 ? 5432 : port;
  }

  /** A new empty database, through plain connections that are not pooled. */
  public PGSimpleDataSource newDatabase() {
    String database = "varve_" + UUID.randomUUID().toString().replace("-", "");
    execute("CREATE DATABASE " + database);
    return dataSource(database);
  }

  /** Plain connections to a database of this server. */
  public PGSimpleDataSource dataSource(String database) {
    return dataSource(database, host(), port());
  }

  /** Plain connections to a database of this server by way of a proxy in front of it. */
  public PGSimpleDataSource dataSource(String database, TcpProxy proxy) {
    return dataSource(database, "127.0.0.1", proxy.port());
  }

  /** For another process: user and password are part of it. */
  public String jdbcUrl(String database) {
    StringBuilder url = new StringBuilder(dataSource(database).getUrl());
    append(url, "user", maintenance.getUser());
    append(url, "password", maintenance.getPassword());
    return url.toString();
  }

  /** Deletes a database, whoever is connected to it. */
  public void drop(String database) {
    execute("DROP DATABASE " + quoted(database) + " WITH (FORCE)");
  }

  /**
   * Ends every connection to the database as an administrator would.
   *
   * @return how many there were
   */
  public int terminateBackends(String database) {
    String sql =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()";
    try (Connection connection = maintenance.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, database);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the connections to " + database + " cannot be ended", e);
    }
  }

  /** Whether it is ours to stop: one that the environment names is not. */
  public boolean canBeStopped() {
    return local != null;
  }

  /**
   * Stops as if the machine had crashed, without waiting for anyone; the next start recovers from
   * the log.
   */
  public void stopImmediate() {
    try {
      local().stop("immediate");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts again, on the same data and port; returns when connections are accepted. */
  public void start() {
    try {
      local().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a server of our own and deletes its data; what the environment names goes on. */
  @Override
  public void close() {
    if (local == null) {
      return;
    }
    try {
      local.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LocalPostgres local() {
    if (local == null) {
      throw new IllegalStateException(
          "the server of " + URL_VARIABLE + " is not ours to stop or start");
    }
    return local;
  }

  private PGSimpleDataSource dataSource(String database, String host, int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(maintenance.getUrl());
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(maintenance.getUser());
    source.setPassword(maintenance.getPassword());
    return source;
  }

  private static void append(StringBuilder url, String name, @Nullable String value) {
    if (value != null) {
      url.append(url.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
      url.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  private void execute(String sql) {
    try (Connection connection = maintenance.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("failed: " + sql, e);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
