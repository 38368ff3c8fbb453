package dev.varve.jdbc;

import dev.varve.Activity;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import dev.varve.storage.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hubs in a PostgreSQL database: the store for several workers on several machines. Needs
 * PostgreSQL 15 or newer. Its tables are named {@code varve_...} and may lie beside others.
 *
 * <p>Any data source will do. The store keeps one connection for writing, two for notices between
 * workers, and up to four for reading, so give a pool room for seven beside what else uses it.
 *
 * <p>What is acknowledged is as durable as the server's {@code synchronous_commit} makes it. A
 * worker proves that it lives by a lease, by the clock of the server; when it has run out, others
 * take over its work. Connections that are lost are opened again. Thread-safe.
 */
public final class PostgresStorage implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresStorage.class);

  private static final StorageCapabilities CAPABILITIES =
      new StorageCapabilities(
          true, true, 64 * 1024 * 1024, Duration.ofDays(365_000), true, false, true);

  private final Hubs hubs;
  private final DataSource source;

  private PostgresStorage(Hubs hubs, DataSource source) {
    this.hubs = hubs;
    this.source = source;
  }

  /**
   * Opens the database with the defaults, and creates or updates its tables.
   *
   * @throws StorageException if that is not possible; the message says what to do
   */
  public static PostgresStorage on(DataSource source) {
    return builder(source).open();
  }

  /** Settings for a storage. */
  public static Builder builder(DataSource source) {
    return new Builder(source);
  }

  /**
   * Creates the tables, or brings them up to date. The role must be allowed to create tables; the
   * role of the workers then needs only to read and write them and to use the sequence {@code
   * varve_id}.
   *
   * @throws StorageException if that is not possible; the message says what to do
   */
  public static void migrate(DataSource source) {
    PostgresDialect dialect = new PostgresDialect(source, List::of, Builder.DEFAULT_LEASE);
    try {
      schema(dialect, true);
    } catch (SQLException e) {
      throw dialect.failure("create the tables", e, false);
    }
  }

  /**
   * Opens the database beside whoever works on it, to look at it: nothing is written, and what
   * would write fails. A role that may only read is enough.
   *
   * @throws StorageException if that is not possible, or if the tables are not those of this
   *     version; the message says what to do
   */
  public static PostgresStorage forReading(DataSource source) {
    PostgresDialect dialect = new PostgresDialect(source, List::of, Builder.DEFAULT_LEASE);
    try {
      schema(dialect, false);
      StoreClock clock = new DatabaseClock(dialect.serverMicros());
      Readers readers = new Readers(dialect);
      Database database =
          new Database(
              dialect,
              clock,
              new FunctionIds(),
              NoWriter.INSTANCE,
              readers,
              new LeaseLiveness(readers, clock, Builder.DEFAULT_LEASE, NoWriter.INSTANCE));
      return new PostgresStorage(
          new Hubs(database, NoUpkeep.INSTANCE, new ConcurrentHashMap<>()), source);
    } catch (SQLException e) {
      throw dialect.failure("open the store", e, false);
    }
  }

  private static void schema(PostgresDialect dialect, boolean create) throws SQLException {
    Schema schema = new Schema("the database", Schema.load(dialect));
    try (Connection connection = dialect.openForSchema()) {
      if (create) {
        schema.migrate(connection, dialect);
      } else {
        schema.check(connection);
      }
    }
  }

  /**
   * Runs short work in a transaction of this database, so that it can write tables of its own and
   * {@linkplain dev.varve.VarveClient#joining start orchestrations} at once.
   *
   * @return what the work returned
   * @throws Exception what the work threw; the transaction is rolled back
   * @throws StorageException if the transaction cannot be written
   */
  public <T extends @Nullable Object> T inTransaction(TransactionWork<T> work) throws Exception {
    try (Connection connection = source.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        commit(connection);
        return result;
      } catch (Exception | Error e) {
        rollback(connection, e);
        throw e;
      } finally {
        restore(connection, autoCommit);
      }
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

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      boolean unknown = PostgresDialect.isBroken(e);
      throw new StorageException(
          (unknown
                  ? "whether the transaction was committed is not known: "
                  : "the transaction was not committed: ")
              + e.getMessage(),
          e,
          unknown);
    }
  }

  /** A connection that is lost cannot be restored, and need not be. */
  private static void restore(Connection connection, boolean autoCommit) {
    try {
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      LOG.debug("a connection is given back as it is", e);
    }
  }

  private static void rollback(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
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

  /** Settings of a {@link PostgresStorage}. Not thread-safe. */
  public static final class Builder {
    static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);

    private final DataSource source;
    private Duration lease = DEFAULT_LEASE;
    private boolean createTables = true;
    private @Nullable InstantSource clock;

    private Builder(DataSource source) {
      this.source = source;
    }

    /**
     * How long a worker that is not heard of is taken for alive, from 5 seconds to an hour; 15
     * seconds unless set. Its work stands still for that long after it has died. Workers renew
     * every two seconds; one that is held up for longer than the lease loses its work to others.
     */
    public Builder lease(Duration duration) {
      if (duration.compareTo(SHORTEST_LEASE) < 0 || duration.compareTo(LONGEST_LEASE) > 0) {
        throw new IllegalArgumentException(
            "a lease of " + duration + " is out of range; use 5 seconds to an hour");
      }
      this.lease = duration;
      return this;
    }

    /**
     * Whether to create or update the tables when the storage is opened, which needs a role that
     * may; true unless set. If not, {@link #migrate} must have been called before.
     */
    public Builder createTables(boolean create) {
      this.createTables = create;
      return this;
    }

    /** Another clock than the server's, for tests. */
    Builder clock(InstantSource source) {
      this.clock = source;
      return this;
    }

    /** Leases shorter than is wise, for tests. */
    Builder shortLease(Duration duration) {
      this.lease = duration;
      return this;
    }

    /**
     * Opens the database.
     *
     * @throws StorageException if that is not possible; the message says what to do
     */
    public PostgresStorage open() {
      Map<String, JdbcHub> hubs = new ConcurrentHashMap<>();
      Supplier<Collection<Long>> localSessions =
          () -> hubs.values().stream().flatMap(hub -> hub.localSessions().stream()).toList();
      PostgresDialect dialect = new PostgresDialect(source, localSessions, lease);
      try {
        schema(dialect, createTables);
        return new PostgresStorage(open(dialect, hubs), source);
      } catch (SQLException e) {
        throw dialect.failure("open the store", e, false);
      }
    }

    private Hubs open(PostgresDialect dialect, Map<String, JdbcHub> hubs) throws SQLException {
      StoreClock storeClock =
          clock == null ? new DatabaseClock(dialect.serverMicros()) : new MachineClock(clock);
      FunctionIds functions = new FunctionIds();
      PostgresNotices notices =
          new PostgresNotices(
              source,
              number ->
                  hubs.values().stream()
                      .filter(hub -> hub.key().hub() == number)
                      .forEach(JdbcHub::wakeAll),
              () -> hubs.values().forEach(JdbcHub::wakeAll));
      GroupWriter writer =
          new GroupWriter(dialect, storeClock, functions, new HubNotices(hubs, notices));
      Readers readers = new Readers(dialect);
      Database database =
          new Database(
              dialect,
              storeClock,
              functions,
              writer,
              readers,
              new LeaseLiveness(readers, storeClock, lease, writer));
      notices.start();
      return new Hubs(database, notices, hubs);
    }
  }
}
