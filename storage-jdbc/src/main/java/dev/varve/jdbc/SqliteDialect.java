package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.stream.Collectors;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite: a file, its errors and its settings. */
class SqliteDialect implements Dialect {
  /**
   * A query for a number that is another one whenever somebody else has committed since the last
   * look on the same connection.
   */
  static final String FOREIGN_VERSION = "PRAGMA data_version";

  private static final int BUSY_MILLISECONDS = 5_000;
  private static final String[] SCRIPTS = {"sqlite/001-initial.sql"};

  private final Path file;
  private final long maxPages;

  /**
   * @param maxPages how many pages the file may have, for tests of a full disk; 0 for no bound
   */
  SqliteDialect(Path file, long maxPages) {
    this.file = file;
    this.maxPages = maxPages;
  }

  Path file() {
    return file;
  }

  @Override
  public String[] schemaScripts() {
    return SCRIPTS.clone();
  }

  @Override
  public String name() {
    return String.valueOf(file.getFileName());
  }

  @Override
  public Connection openForSchema() throws SQLException {
    return openWriter();
  }

  @Override
  public WriteBatch openBatch(StoreClock clock, FunctionIds functions) throws SQLException {
    Connection connection = openWriter();
    try {
      return new SqliteBatch(connection, this, clock, functions);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A new connection for writing, in autocommit mode. */
  Connection openWriter() throws SQLException {
    return open(
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA wal_autocheckpoint=0",
        "PRAGMA cache_size=-65536",
        "PRAGMA temp_store=MEMORY",
        maxPages > 0 ? "PRAGMA max_page_count=" + maxPages : "PRAGMA foreign_keys=OFF");
  }

  @Override
  public JoinedTransaction.Join join(Connection connection, Database database) {
    CallbackOperation<?> callback = CallbackOperation.running(connection);
    if (callback == null) {
      throw new StorageException(
          "on SQLite only the connection that SqliteStorage.inTransaction hands out can be joined,"
              + " by the work it is handed to",
          null);
    }
    return new JoinedTransaction.Join() {
      @Override
      public <T> T write(WriteOperation<T> operation) throws SQLException {
        return callback.join(operation);
      }
    };
  }

  @Override
  public Connection openReader() throws SQLException {
    return open("PRAGMA query_only=1", "PRAGMA cache_size=-8192", "PRAGMA temp_store=MEMORY");
  }

  private Connection open(String... settings) throws SQLException {
    // The path goes in as it is, never as text in a query.
    Connection connection = JDBC.createConnection(JDBC.PREFIX + file, new java.util.Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=" + BUSY_MILLISECONDS);
      for (String setting : settings) {
        statement.execute(setting);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public boolean holdsSomethingElse(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) > 0 AND sum(name = 'varve_schema_script') = 0 FROM sqlite_master"
                    + " WHERE type='table'")) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  /** The transaction has the write lock from its first statement on. */
  @Override
  public void lockSchema(Statement statement) {}

  @Override
  public String beginWrite() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  public void giveBack(Connection connection) throws SQLException {
    connection.close();
  }

  @Override
  public void beginRead(Statements reader) throws SQLException {
    reader.prepare("BEGIN").execute();
  }

  @Override
  public void endRead(Statements reader) throws SQLException {
    reader.prepare("COMMIT").execute();
  }

  /** Its planner goes by the schema alone, since nothing here gathers statistics. */
  @Override
  public void reviewPlans(Statements statements) {}

  @Override
  public boolean isRemote() {
    return false;
  }

  /** There are, but never at the same time as a transaction of ours. */
  @Override
  public boolean hasSeveralWriters() {
    return false;
  }

  @Override
  public String isOneOf() {
    return " IN (SELECT value FROM json_each(?))";
  }

  @Override
  public void bindNumbers(PreparedStatement statement, int index, Collection<Long> numbers)
      throws SQLException {
    statement.setString(
        index, numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
  }

  @Override
  public String forUpdate(String alias) {
    return "";
  }

  @Override
  public String forUpdateSkippingLocked(String alias) {
    return "";
  }

  @Override
  public Trouble trouble(SQLException error) {
    return switch (primary(error)) {
      case SQLITE_BUSY, SQLITE_LOCKED -> Trouble.BUSY;
      case SQLITE_FULL -> Trouble.FULL;
      case SQLITE_IOERR,
          SQLITE_CORRUPT,
          SQLITE_NOTADB,
          SQLITE_CANTOPEN,
          SQLITE_READONLY,
          SQLITE_PROTOCOL,
          SQLITE_NOMEM ->
          Trouble.BROKEN;
      default -> Trouble.REFUSED;
    };
  }

  @Override
  public StorageException failure(String doing, SQLException error, boolean outcomeUnknown) {
    String where = "cannot " + doing + " in " + file + ": ";
    return new StorageException(where + explanation(error), error, outcomeUnknown);
  }

  private String explanation(SQLException error) {
    return switch (primary(error)) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "another process holds the write lock; end its transaction, then try again";
      case SQLITE_FULL -> "the disk is full; free some space, then try again";
      case SQLITE_READONLY ->
          "the file cannot be written; check its permissions and its directory's";
      case SQLITE_CANTOPEN -> "the file cannot be opened; check the path and its permissions";
      case SQLITE_NOTADB -> "it is not an SQLite database; give another path";
      case SQLITE_CORRUPT -> "the file is damaged; restore it from a copy";
      case SQLITE_IOERR -> "reading or writing failed (" + error.getMessage() + "); check the disk";
      default -> String.valueOf(error.getMessage());
    };
  }

  private static SQLiteErrorCode primary(SQLException error) {
    if (error instanceof SQLiteException sqlite) {
      return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
    }
    return SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
