package dev.varve.jdbc;

import dev.varve.Activity;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import dev.varve.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hubs in one SQLite file: the embedded, durable store. Several processes on one machine may use
 * the file at the same time; put it on a local disk, not on a network file system.
 *
 * <p>What is acknowledged survives the loss of the process and of power ({@code synchronous=FULL}).
 * One thread writes and gathers what is queued into one transaction; readers run beside it. Each
 * session holds an operating-system lock on a file beside the database, so that the work of a dead
 * process can go on at once. Thread-safe.
 */
public final class SqliteStorage implements Storage {
  private static final StorageCapabilities CAPABILITIES =
      new StorageCapabilities(
          true, true, 64 * 1024 * 1024, Duration.ofDays(365_000), true, false, true);

  private final Hubs hubs;

  private SqliteStorage(Hubs hubs) {
    this.hubs = hubs;
  }

  /**
   * Opens the file, or creates it; its directory must exist.
   *
   * @throws StorageException if that is not possible; the message names the file and what to do
   */
  public static SqliteStorage at(Path file) {
    return at(file, InstantSource.system());
  }

  /**
   * Opens the file on another clock, for tests.
   *
   * @param clock the store's clock; the store's time never goes back, even if this does
   * @throws StorageException if that is not possible; the message names the file and what to do
   */
  public static SqliteStorage at(Path file, InstantSource clock) {
    return open(new SqliteDialect(realPath(file), 0), clock);
  }

  /**
   * Opens a file that exists, beside whoever works on it, to look at it: nothing is written, and
   * what would write fails.
   *
   * @throws StorageException if that is not possible, or if the tables are not those of this
   *     version; the message names the file and what to do
   */
  public static SqliteStorage forReading(Path file) {
    SqliteDialect dialect = new SqliteDialect(realPath(file), 0);
    if (dialect.file().toFile().length() == 0) {
      throw new StorageException(
          dialect.file() + " does not exist or is empty; give the file of a store", null);
    }
    try {
      try (Connection connection = dialect.openReader()) {
        if (dialect.holdsSomethingElse(connection)) {
          throw new StorageException(
              dialect.file() + " holds something else; give the file of a store", null);
        }
        new Schema(dialect.file().toString(), Schema.load(dialect)).check(connection);
      }
      Readers readers = new Readers(dialect);
      Database database =
          new Database(
              dialect,
              new MachineClock(InstantSource.system()),
              new FunctionIds(),
              NoWriter.INSTANCE,
              readers,
              new SessionLocks(dialect.file(), readers));
      return new SqliteStorage(new Hubs(database, NoUpkeep.INSTANCE, new ConcurrentHashMap<>()));
    } catch (SQLException e) {
      throw dialect.failure("open the store", e, false);
    }
  }

  static SqliteStorage open(SqliteDialect dialect, InstantSource clock) {
    try {
      migrate(dialect);
      StoreClock storeClock = new MachineClock(clock);
      FunctionIds functions = new FunctionIds();
      Map<String, JdbcHub> hubs = new ConcurrentHashMap<>();
      SqliteUpkeep upkeep =
          new SqliteUpkeep(dialect, () -> hubs.values().forEach(JdbcHub::wakeAll));
      GroupWriter writer =
          new GroupWriter(dialect, storeClock, functions, new HubNotices(hubs, upkeep));
      Readers readers = new Readers(dialect);
      Database database =
          new Database(
              dialect,
              storeClock,
              functions,
              writer,
              readers,
              new SessionLocks(dialect.file(), readers));
      upkeep.start();
      return new SqliteStorage(new Hubs(database, upkeep, hubs));
    } catch (SQLException e) {
      throw dialect.failure("open the store", e, false);
    }
  }

  private static void migrate(SqliteDialect dialect) throws SQLException {
    try (Connection connection = dialect.openForSchema()) {
      new Schema(dialect.file().toString(), Schema.load(dialect)).migrate(connection, dialect);
    }
  }

  /** The one name of the file, whatever links lead to it, since locks are known by it. */
  static Path realPath(Path file) {
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    if (absolute.toString().indexOf('?') >= 0) {
      throw new StorageException(
          absolute + " has a question mark, which SQLite takes for settings; give another path",
          null);
    }
    if (Files.isDirectory(absolute) || directory == null) {
      throw new StorageException(absolute + " is a directory; give the path of a file in it", null);
    }
    if (!Files.isDirectory(directory)) {
      throw new StorageException(
          "the directory of " + absolute + " does not exist; create it, or give another path",
          null);
    }
    try {
      return Files.exists(absolute)
          ? absolute.toRealPath()
          : directory.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      throw new StorageException(
          "cannot open " + absolute + " (" + e.getMessage() + "); check its permissions", e);
    }
  }

  Database database() {
    return hubs.database();
  }

  /**
   * Runs short work in a transaction of this database, so that it can write tables of its own and
   * {@linkplain dev.varve.VarveClient#joining start orchestrations} at once.
   *
   * <p>The work runs on the one thread that writes; nothing else is written meanwhile. It has five
   * seconds, must use the connection it is given, and must not wait for anything.
   *
   * @return what the work returned
   * @throws Exception what the work threw; the transaction is rolled back
   * @throws StorageException if the transaction cannot be written
   */
  public <T extends @Nullable Object> T inTransaction(TransactionWork<T> work) throws Exception {
    CallbackOperation<T> operation = new CallbackOperation<>(work);
    try {
      return hubs.database().await(operation).value();
    } catch (StorageException e) {
      Exception thrown = operation.thrown();
      if (thrown != null) {
        throw thrown;
      }
      throw e;
    }
  }

  /**
   * An activity to register whose writes to this database and whose result become durable together,
   * exactly once.
   *
   * @param outputType the type of what it returns, as JSON
   */
  public <I extends @Nullable Object, O extends @Nullable Object> Activity<I, O> transactional(
      Class<O> outputType, TransactionalActivity<I, O> activity) {
    return new Steps(this::inTransaction).activity(outputType, activity);
  }

  @Override
  public StorageCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<String> hubs() {
    return hubs.names();
  }

  @Override
  public HubStore hub(String name) {
    return hubs.hub(name);
  }

  @Override
  public void close() {
    hubs.close();
  }
}
