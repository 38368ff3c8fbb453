package dev.varve.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.varve.azure.AzureAccount;
import dev.varve.azure.AzureSettings;
import dev.varve.azure.AzureStorage;
import dev.varve.jdbc.PostgresStorage;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.io.Closeable;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Opens the stores by what their processes know them by. */
final class Stores {
  private static final int CONNECTIONS = 16;

  private Stores() {}

  /**
   * @param address a file, a JDBC URL or a connection string, whichever fits the subject
   */
  static Storage open(Subject subject, String address) {
    return switch (subject) {
      case VARVE_MEMORY -> new InMemoryStorage();
      case VARVE_SQLITE -> SqliteStorage.at(Path.of(address));
      case VARVE_POSTGRES -> {
        HikariDataSource pool = pool(address);
        yield postgres(pool, pool);
      }
      case VARVE_AZURE ->
          AzureStorage.open(AzureSettings.of(AzureAccount.ofConnectionString(address)));
      case DBOS,
          RESTATE_RUN,
          RESTATE_CALL,
          TEMPORAL,
          TEMPORAL_LOCAL,
          LIMIT_SQLITE,
          LIMIT_POSTGRES,
          LIMIT_AZURE,
          LIMIT_DISK ->
          throw new IllegalArgumentException(subject + " has no store of ours");
    };
  }

  /** A store on these connections; the pool they come from is closed with it. */
  static Storage postgres(DataSource connections, Closeable pool) {
    return new PooledStorage(PostgresStorage.on(connections), pool);
  }

  /** As a program would have them. */
  static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setPoolName("benchmark");
    return new HikariDataSource(config);
  }
}
