package dev.varve.jdbc;

import dev.varve.Names;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

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
          true, true, 64 * 1024 * 1024, Duration.ofDays(365_000), true, false, false);

  private final Database database;
  private final SqliteUpkeep upkeep;
  private final Map<String, JdbcHub> hubs;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  private SqliteStorage(Database database, SqliteUpkeep upkeep, Map<String, JdbcHub> hubs) {
    this.database = database;
    this.upkeep = upkeep;
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

  static SqliteStorage open(SqliteDialect dialect, InstantSource clock) {
    try {
      migrate(dialect);
      StoreClock storeClock = new StoreClock(clock);
      FunctionIds functions = new FunctionIds();
      Map<String, JdbcHub> hubs = new ConcurrentHashMap<>();
      SqliteUpkeep upkeep =
          new SqliteUpkeep(dialect, () -> hubs.values().forEach(JdbcHub::wakeAll));
      GroupWriter writer =
          new GroupWriter(
              dialect,
              storeClock,
              functions,
              dialect.file().getFileName().toString(),
              new HubNotices(hubs, upkeep));
      Database database =
          new Database(
              dialect,
              storeClock,
              functions,
              writer,
              new Readers(dialect),
              new SessionLocks(dialect.file()));
      upkeep.start();
      return new SqliteStorage(database, upkeep, hubs);
    } catch (SQLException e) {
      throw dialect.failure("open the store", e, false);
    }
  }

  private static void migrate(SqliteDialect dialect) throws SQLException {
    try (Connection connection = dialect.openWriter()) {
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
    return database;
  }

  @Override
  public StorageCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public HubStore hub(String name) {
    Names.requireHub(name);
    lock.lock();
    try {
      if (closed) {
        throw new StorageException("the storage is closed; open it again", null);
      }
      JdbcHub hub = hubs.get(name);
      if (hub == null) {
        hub = new JdbcHub(database, database.await(new HubOperation(name)));
        hubs.put(name, hub);
      }
      return hub;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      upkeep.close();
      hubs.values().forEach(JdbcHub::abandonSessions);
      database.readers().close();
      database.writer().close();
    } finally {
      lock.unlock();
    }
  }
}
