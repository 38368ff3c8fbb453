package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** PostgreSQL: connections of the user's data source, its errors and its settings. */
final class PostgresDialect implements Dialect {
  private static final String[] SCRIPTS = {"postgresql/001-initial.sql"};

  /** Any number, the same for all, that nothing else in the database is likely to lock by. */
  private static final long SCHEMA_LOCK = 0x5661727665L;

  /**
   * Every query here goes by an index. A plan made while a table was small must not read all of it
   * when it has grown.
   */
  static final List<String> SETTINGS =
      List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit");

  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);

  /** The statements that write have one good plan each, which need not be looked for again. */
  private static final String PLAN_MODE = "plan_cache_mode";

  /**
   * A worker that stops in mid-transaction, or whose machine is gone, must not keep its locks: they
   * hold up whoever takes over from it, and whoever writes to its instances. The server ends such a
   * transaction long before the lease runs out.
   */
  private static final String IDLE_LIMIT = "idle_in_transaction_session_timeout";

  private static final int IDLE_SHARE = 3;

  /**
   * The server gives up waiting for a lock before the client gives up waiting for the server: a
   * server process that waits does not notice that its client is gone, and each further try would
   * leave one more behind.
   */
  private static final String LOCK_LIMIT = "lock_timeout";

  private static final int LONGEST_MILLIS = 24 * 60 * 60 * 1_000;

  /**
   * A table named {@code i} of the rows whose ids are in the first parameter, in the hub of the
   * second. The form leaves the planner no choice but to look each of them up: "= ANY" reads the
   * index from the first to the last, and a join may begin with all instances of the hub.
   */
  static final String INSTANCES_BY_ID =
      "unnest(?::text[]) AS u(id) CROSS JOIN LATERAL (SELECT * FROM varve_instance"
          + " WHERE varve_instance.hub=? AND varve_instance.id = u.id OFFSET 0) AS i";

  private final DataSource source;
  private final Supplier<Collection<Long>> localSessions;
  private final Duration patience;

  /**
   * @param localSessions the sessions of this process
   * @param patience how long to wait for the answer to one statement of a short transaction
   */
  PostgresDialect(DataSource source, Supplier<Collection<Long>> localSessions, Duration patience) {
    this.source = source;
    this.localSessions = localSessions;
    this.patience = patience.compareTo(LONGEST_PATIENCE) < 0 ? patience : LONGEST_PATIENCE;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String[] schemaScripts() {
    return SCRIPTS.clone();
  }

  @Override
  public Connection openForSchema() throws SQLException {
    return source.getConnection();
  }

  @Override
  public String beginWrite() {
    return "BEGIN";
  }

  @Override
  public void lockSchema(Statement statement) throws SQLException {
    statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
  }

  /** Our tables carry a prefix, so others may lie beside them. */
  @Override
  public boolean holdsSomethingElse(Connection connection) {
    return false;
  }

  @Override
  public WriteBatch openBatch(StoreClock clock, FunctionIds functions) throws SQLException {
    Connection connection = open(false);
    try {
      return new PostgresBatch(
          new Statements(connection),
          PostgresBackend.of(connection),
          this,
          clock,
          functions,
          localSessions);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public JoinedTransaction.Join join(Connection connection, Database database) {
    try {
      if (connection.getAutoCommit()) {
        throw new StorageException(
            "the connection is in autocommit mode; begin a transaction with setAutoCommit(false)",
            null);
      }
    } catch (SQLException e) {
      throw failure("join a transaction", e, false);
    }
    return new JoinedTransaction.Join() {
      @Override
      public <T> T write(WriteOperation<T> operation) throws SQLException {
        return joined(connection, database, operation);
      }
    };
  }

  /** A batch of one operation that is sent but not committed. */
  private <T> T joined(Connection connection, Database database, WriteOperation<T> operation)
      throws SQLException {
    try (Statements statements = new Statements(connection)) {
      FunctionIds functions = database.functions().seenFromOutside();
      PostgresBatch batch =
          new PostgresBatch(
                  statements,
                  PostgresBackend.joined(connection),
                  this,
                  database.clock(),
                  functions,
                  List::of)
              .lookingFirst();
      batch.begin(List.of(operation));
      T outcome = operation.applyNow(batch);
      batch.sendAll();
      return outcome;
    }
  }

  @Override
  public Connection openReader() throws SQLException {
    return open(true);
  }

  private Connection open(boolean reader) throws SQLException {
    Connection connection = source.getConnection();
    try {
      connection.setNetworkTimeout(Runnable::run, millis(patience));
      connection.setAutoCommit(false);
      if (reader) {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      } else {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
      try (Statement statement = connection.createStatement()) {
        for (String setting : SETTINGS) {
          statement.execute("SET " + setting + " = off");
        }
        if (!reader) {
          statement.execute("SET " + PLAN_MODE + " = force_generic_plan");
          statement.execute("SET " + LOCK_LIMIT + " = " + millis(patience.dividedBy(IDLE_SHARE)));
        }
        statement.execute("SET " + IDLE_LIMIT + " = " + millis(patience.dividedBy(IDLE_SHARE)));
      }
      connection.commit();
      if (reader) {
        connection.setAutoCommit(true);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, LONGEST_MILLIS);
  }

  @Override
  public void giveBack(Connection connection) throws SQLException {
    try (Connection closing = connection;
        Statement statement = closing.createStatement()) {
      if (!closing.getAutoCommit()) {
        closing.rollback();
        closing.setAutoCommit(true);
      }
      for (String setting : SETTINGS) {
        statement.execute("RESET " + setting);
      }
      statement.execute("RESET " + PLAN_MODE);
      statement.execute("RESET " + IDLE_LIMIT);
      statement.execute("RESET " + LOCK_LIMIT);
      closing.setNetworkTimeout(Runnable::run, 0);
    }
  }

  @Override
  public void reviewPlans(Statements statements) throws SQLException {
    if (statements.plansAreDue()) {
      statements.prepare("DISCARD PLANS").execute();
    }
  }

  /** The driver sends the BEGIN together with the first statement. */
  @Override
  public void beginRead(Statements reader) throws SQLException {
    reader.connection().setAutoCommit(false);
  }

  @Override
  public void endRead(Statements reader) throws SQLException {
    reader.connection().setAutoCommit(true); // commits
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public boolean hasSeveralWriters() {
    return true;
  }

  @Override
  public String isOneOf() {
    return " = ANY (?)";
  }

  @Override
  public void bindNumbers(PreparedStatement statement, int index, Collection<Long> numbers)
      throws SQLException {
    statement.setArray(
        index, statement.getConnection().createArrayOf("int8", numbers.toArray(Long[]::new)));
  }

  @Override
  public String forUpdate(String alias) {
    return " FOR UPDATE OF " + alias;
  }

  @Override
  public String forUpdateSkippingLocked(String alias) {
    return " FOR UPDATE OF " + alias + " SKIP LOCKED";
  }

  /** What time it is by the server's clock, in microseconds since the epoch. */
  long serverMicros() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public Trouble trouble(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    if (state.startsWith("53100") || state.startsWith("54000")) {
      return Trouble.FULL;
    }
    if (state.equals("55P03")) {
      return Trouble.HELD;
    }
    if (isConflict(state)) {
      return Trouble.BUSY;
    }
    if (state.equals(PostgresBackend.DIVISION_BY_ZERO)) {
      return Trouble.BROKEN; // The row that counts the connection's transactions is gone.
    }
    return isBroken(error) ? Trouble.BROKEN : Trouble.REFUSED;
  }

  /** A serialization failure, a deadlock, a lock that was not to be had in time. */
  private static boolean isConflict(String state) {
    return state.equals("40001") || state.equals("40P01") || state.equals("55P03");
  }

  /** Whether the connection or the server failed, so that what was sent last may have happened. */
  static boolean isBroken(SQLException error) {
    String state = error.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.equals("25P03") // the server ended it, as its worker stood still
        || state.equals("25P04")
        || state.startsWith("57")
        || state.startsWith("53")
        || state.startsWith("58")
        || state.equals("25006");
  }

  @Override
  public StorageException failure(String doing, SQLException error, boolean outcomeUnknown) {
    return new StorageException(
        "cannot " + doing + " in PostgreSQL: " + explanation(error), error, outcomeUnknown);
  }

  private static String explanation(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    if (state.startsWith("08") || state.startsWith("57P")) {
      return "the server cannot be reached ("
          + error.getMessage()
          + "); it is tried again with a new connection";
    }
    if (isConflict(state)) {
      return "another transaction was in the way (" + error.getMessage() + "); try again";
    }
    return switch (state) {
      case "42P01" -> "the tables are missing; create them with PostgresStorage.migrate";
      case "42501" ->
          "the role lacks a privilege (" + error.getMessage() + "); grant it to the role";
      case PostgresBackend.DIVISION_BY_ZERO ->
          "this connection's row in varve_writer is gone; it is tried again with a new connection";
      case "53100" -> "the server's disk is full; free some space, then try again";
      case "53300" -> "the server has no connection left; raise max_connections or use fewer";
      case "25006" -> "the server is read-only, most likely a standby; connect to the primary";
      default -> String.valueOf(error.getMessage());
    };
  }
}
