package dev.varve.samples.kills;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.varve.jdbc.PostgresStorage;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Where the histories are, as every process is told.
 *
 * @param url by which JDBC connects
 */
record Database(String url) {
  /** How long a worker that stands still keeps what it holds. */
  static final Duration LEASE = Duration.ofSeconds(5);

  private static final String SQLITE = "jdbc:sqlite:";
  private static final int CONNECTIONS = 12;

  static Database sqlite(Path directory) {
    return new Database(SQLITE + directory.resolve("kills.db"));
  }

  boolean isSqlite() {
    return url.startsWith(SQLITE);
  }

  Storage open() {
    if (isSqlite()) {
      return SqliteStorage.at(Path.of(url.substring(SQLITE.length())));
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    HikariDataSource pool = new HikariDataSource(config);
    return new PooledStorage(PostgresStorage.builder(pool).lease(LEASE).open(), pool);
  }

  /** A plain connection, to look at the tables. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }
}
