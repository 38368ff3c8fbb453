package dev.varve.jdbc;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The writer's side of one connection: its prepared statements, and what the transaction that runs
 * now has gathered. Used on the writer's thread only.
 *
 * <p>Rows are sent in batches per statement, so a read in mid-transaction must {@link #settle}
 * first. Ids come from one counter in the database, read when somebody else has written and written
 * back once per transaction.
 */
final class WriteBatch implements AutoCloseable {
  private static final int FLUSH_ROWS = 2_000;

  private final Connection connection;
  private final Dialect dialect;
  private final StoreClock clock;
  private final FunctionIds functions;
  private final long writer;
  private final Map<Write, PreparedStatement> writes = new EnumMap<>(Write.class);
  private final int[] pending = new int[Write.values().length];
  private final Statements statements;
  private final Map<CountKey, Integer> counts = new HashMap<>();
  private final Set<Long> liveSessions = new HashSet<>();

  /** Instances whose rows wait to be sent. */
  private final Set<String> unsentInstances = new HashSet<>();

  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;

  private int pendingRows;
  private long rows;
  private boolean structureChanged;
  private long foreignVersion = -1;
  private long nextId;
  private long storedNextId;
  private long now;

  private record CountKey(long function, int status, boolean parked) {}

  WriteBatch(
      Connection connection, Dialect dialect, StoreClock clock, FunctionIds functions, long writer)
      throws SQLException {
    this.connection = connection;
    this.statements = new Statements(connection);
    this.dialect = dialect;
    this.clock = clock;
    this.functions = functions;
    this.writer = writer;
    begin = connection.prepareStatement(dialect.beginWrite());
    commit = connection.prepareStatement("COMMIT");
    rollback = connection.prepareStatement("ROLLBACK");
  }

  /** Begins a transaction and looks whether somebody else has written since the last one. */
  void begin() throws SQLException {
    begin.execute();
    long version = foreignVersionNow();
    if (version != foreignVersion) {
      liveSessions.clear();
      nextId = readNextId();
      storedNextId = nextId;
      foreignVersion = version;
    }
    now = clock.micros();
  }

  /** Sends everything that is left and the number of this transaction. */
  void finish(long batch) throws SQLException {
    countsToRows();
    flush();
    if (nextId != storedNextId) {
      execute("UPDATE progress SET next_id=? WHERE progress=1", nextId);
    }
    execute("UPDATE writer SET batch=? WHERE writer=?", batch, writer);
  }

  void commit() throws SQLException {
    commit.execute();
    storedNextId = nextId;
    functions.publish();
  }

  /** Forgets the transaction; what was read of the database is read again. */
  void rollback() throws SQLException {
    foreignVersion = -1;
    counts.clear();
    functions.discard();
    for (Map.Entry<Write, PreparedStatement> write : writes.entrySet()) {
      if (pending[write.getKey().ordinal()] > 0) {
        pending[write.getKey().ordinal()] = 0;
        write.getValue().clearBatch();
      }
    }
    pendingRows = 0;
    structureChanged = false;
    unsentInstances.clear();
    rollback.execute();
  }

  /** How many rows were written over time; a measure of how much waits for a checkpoint. */
  long rows() {
    return rows;
  }

  /** The store's time of this transaction, in microseconds. */
  long now() {
    return now;
  }

  /** The next id of the one counter. */
  long newId() {
    return nextId++;
  }

  Connection connection() {
    return connection;
  }

  /** The statement, to be bound and handed to {@link #add}. */
  PreparedStatement statement(Write write) throws SQLException {
    PreparedStatement statement = writes.get(write);
    if (statement == null) {
      statement = connection.prepareStatement(write.sql());
      writes.put(write, statement);
    }
    return statement;
  }

  /** Adds what was bound to the statement's rows of this transaction. */
  void add(Write write, PreparedStatement bound) throws SQLException {
    bound.addBatch();
    pending[write.ordinal()]++;
    rows++;
    structureChanged |= write.changesStructure();
    if (++pendingRows >= FLUSH_ROWS) {
      flush();
    }
  }

  void add(Write write, long... values) throws SQLException {
    PreparedStatement statement = statement(write);
    for (int i = 0; i < values.length; i++) {
      statement.setLong(i + 1, values[i]);
    }
    add(write, statement);
  }

  /** Counts an instance in or out of a function and status. */
  void count(long function, int status, boolean parked, int difference) {
    counts.merge(new CountKey(function, status, parked), difference, Integer::sum);
  }

  /** Makes every row written so far visible to reads on this connection. */
  void settle() throws SQLException {
    if (pendingRows > 0) {
      flush();
    }
  }

  /** A statement of the rarer kind, prepared once; settles first. */
  PreparedStatement prepare(String sql) throws SQLException {
    settle();
    return statements.prepare(sql);
  }

  /**
   * A statement that reads instances and who owns them, but no messages: settles only if rows of
   * that kind wait to be sent, so that many messages can go in one batch.
   */
  PreparedStatement prepareAfterStructure(String sql) throws SQLException {
    if (structureChanged) {
      flush();
    }
    return statements.prepare(sql);
  }

  /** A statement that reads the instance of this id; settles only if it waits to be sent. */
  PreparedStatement prepareUnlessNew(String sql, String instanceId) throws SQLException {
    if (unsentInstances.contains(instanceId)) {
      flush();
    }
    return statements.prepare(sql);
  }

  /** The row of this instance waits to be sent. */
  void inserted(String instanceId) {
    unsentInstances.add(instanceId);
  }

  /** For reads in mid-transaction, with every row sent. */
  Statements settled() throws SQLException {
    settle();
    return statements;
  }

  /** Executes a statement at once, behind everything written so far. */
  int execute(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement.executeUpdate();
  }

  /** The id of a function, which is given one if it has none. */
  long functionId(long hub, FunctionKind kind, FunctionName name) throws SQLException {
    return functions.idOf(this, hub, kind, name);
  }

  /** Whether the session may still write (G2). */
  boolean isAlive(long session) throws SQLException {
    if (liveSessions.contains(session)) {
      return true;
    }
    PreparedStatement statement = prepare("SELECT 1 FROM session WHERE session=? AND alive=1");
    statement.setLong(1, session);
    try (ResultSet row = statement.executeQuery()) {
      boolean alive = row.next();
      if (alive) {
        liveSessions.add(session);
      }
      return alive;
    }
  }

  /** The session has ended or been found dead. */
  void ended(long session) {
    liveSessions.remove(session);
  }

  private void flush() throws SQLException {
    for (Map.Entry<Write, PreparedStatement> write : writes.entrySet()) {
      int index = write.getKey().ordinal();
      if (pending[index] > 0) {
        pending[index] = 0;
        write.getValue().executeBatch();
      }
    }
    pendingRows = 0;
    structureChanged = false;
    unsentInstances.clear();
  }

  private void countsToRows() throws SQLException {
    for (Map.Entry<CountKey, Integer> count : counts.entrySet()) {
      CountKey key = count.getKey();
      if (count.getValue() != 0) {
        add(Write.COUNT, key.function(), key.status(), key.parked() ? 1 : 0, count.getValue());
      }
    }
    counts.clear();
  }

  private long foreignVersionNow() throws SQLException {
    try (ResultSet row = statements.prepare(dialect.foreignVersion()).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private long readNextId() throws SQLException {
    PreparedStatement statement = prepare("SELECT next_id FROM progress WHERE progress=1");
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
