package dev.varve.samples.kills;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.varve.azure.AzureAccount;
import dev.varve.azure.AzureSettings;
import dev.varve.azure.AzureStorage;
import dev.varve.jdbc.PostgresStorage;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the histories are, as every process is told.
 *
 * @param url by which JDBC connects; or {@code azure:} and the connection string of an account
 */
record Database(String url) {
  /** How long a worker that stands still keeps what it holds. */
  static final Duration LEASE = Duration.ofSeconds(5);

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String AZURE = "azure:";
  private static final int CONNECTIONS = 12;

  static Database sqlite(Path directory) {
    return new Database(SQLITE + directory.resolve("kills.db"));
  }

  static Database azure(String connectionString) {
    return new Database(AZURE + connectionString);
  }

  /** The connection string, if it is an Azure Storage account. */
  Optional<String> azure() {
    return url.startsWith(AZURE) ? Optional.of(url.substring(AZURE.length())) : Optional.empty();
  }

  boolean isSqlite() {
    return url.startsWith(SQLITE);
  }

  Storage open() {
    if (isSqlite()) {
      return SqliteStorage.at(Path.of(url.substring(SQLITE.length())));
    }
    if (azure().isPresent()) {
      AzureAccount account = AzureAccount.ofConnectionString(azure().get());
      return AzureStorage.open(AzureSettings.of(account), LEASE);
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
