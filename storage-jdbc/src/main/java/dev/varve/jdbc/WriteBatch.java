package dev.varve.jdbc;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.jdbc.Needs.InstanceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's side of one connection: what the transaction that runs now has gathered. Used on the
 * writer's thread only.
 *
 * <p>Rows are sent in batches per statement, so a read in mid-transaction must {@link #settle}
 * first.
 */
abstract class WriteBatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBatch.class);
  private static final int FLUSH_ROWS = 2_000;
  private static final String KNOWN =
      "SELECT " + Known.COLUMNS + " FROM " + Known.TABLES + " WHERE i.hub=? AND i.id=?";

  private final Connection connection;
  private final Dialect dialect;
  private final StoreClock clock;
  private final FunctionIds functions;
  private final Statements statements;
  private final Map<CountKey, Integer> counts =
      new TreeMap<>(
          Comparator.comparingLong(CountKey::function)
              .thenComparingInt(CountKey::status)
              .thenComparing(CountKey::parked));

  /** Looked up before the first operation was applied. */
  private final Map<InstanceId, Optional<Known>> known = new HashMap<>();

  /** Ids of instances that this transaction has changed, and those of them with rows not sent. */
  private final Set<String> changed = new HashSet<>();

  private final Set<String> unsent = new HashSet<>();

  private int pendingRows;
  private long rows;
  private long now;

  private record CountKey(long function, int status, boolean parked) {}

  /**
   * Which transaction it was, to ask later whether it took effect.
   *
   * @param writer who wrote it
   * @param number which of its transactions
   * @param process the process of the server that it ran in; 0 if there is none
   */
  record Mark(long writer, long number, int process) {}

  WriteBatch(Statements statements, Dialect dialect, StoreClock clock, FunctionIds functions) {
    this.connection = statements.connection();
    this.dialect = dialect;
    this.statements = statements;
    this.clock = clock;
    this.functions = functions;
  }

  // ---- what differs between databases ----

  /**
   * Whether a transaction failed because something was taken for granted that was not so. Then the
   * next one looks first.
   */
  boolean guessedWrong(SQLException error) {
    return false;
  }

  /** Begins a transaction for these operations, and learns what they need to know. */
  abstract void begin(List<WriteOperation<?>> operations) throws SQLException;

  /** Whether the session may still write (G2). */
  abstract boolean isAlive(long session) throws SQLException;

  /** The session has ended or been found dead. */
  abstract void ended(long session);

  /** An id that is never used again. */
  abstract long newId() throws SQLException;

  /** The values of a row, to be bound and then {@linkplain #add(Write) added}. */
  abstract RowValues row(Write write) throws SQLException;

  /** Takes in the row that was bound. */
  abstract void take(Write write) throws SQLException;

  /** Sends all rows that were taken in. */
  abstract void send() throws SQLException;

  /** Which of several rows that share a count this writer changes, so that writers do not wait. */
  abstract int countShard();

  /** What is left to do before the COMMIT; what is sent together with it may stay. */
  abstract void prepareCommit() throws SQLException;

  abstract void commitTransaction() throws SQLException;

  /** Whether the transaction may have taken effect although its COMMIT ended with this error. */
  abstract boolean mayHaveCommitted(Exception error);

  abstract void rollbackTransaction() throws SQLException;

  /** Names the transaction at hand; after {@link #finish}. */
  abstract Mark mark();

  /**
   * Whether a transaction of a connection that was lost took effect.
   *
   * @throws SQLException if that cannot be found out now
   */
  abstract boolean tookEffect(Mark lost) throws SQLException;

  // ---- the transaction ----

  /** Sets the store's time of this transaction. */
  void at(long micros) {
    now = micros;
  }

  /** Makes everything ready for the COMMIT. */
  final void finish() throws SQLException {
    countsToRows();
    prepareCommit();
  }

  /** Sends everything that is left, and leaves the COMMIT to others. */
  final void sendAll() throws SQLException {
    countsToRows();
    settle();
  }

  final void commit() throws SQLException {
    commitTransaction();
    functions.publish();
    forgetTransaction();
  }

  /** Forgets the transaction. */
  final void rollback() throws SQLException {
    functions.discard();
    forgetTransaction();
    rollbackTransaction();
  }

  private void forgetTransaction() {
    counts.clear();
    known.clear();
    changed.clear();
    unsent.clear();
    pendingRows = 0;
  }

  /** How many rows were written over time; a measure of how much waits for a checkpoint. */
  final long rows() {
    return rows;
  }

  /** The store's time of this transaction, in microseconds. */
  final long now() {
    return now;
  }

  final Dialect dialect() {
    return dialect;
  }

  final StoreClock clock() {
    return clock;
  }

  final Connection connection() {
    return connection;
  }

  /** Adds what was bound to the statement's rows of this transaction. */
  final void add(Write write) throws SQLException {
    take(write);
    rows++;
    if (++pendingRows >= FLUSH_ROWS) {
      flush();
    }
  }

  final void add(Write write, long... values) throws SQLException {
    RowValues row = row(write);
    for (int i = 0; i < values.length; i++) {
      row.number(i + 1, values[i]);
    }
    add(write);
  }

  /** Counts an instance in or out of a function and status. */
  final void count(long function, int status, boolean parked, int difference) {
    counts.merge(new CountKey(function, status, parked), difference, Integer::sum);
  }

  // ---- reading in mid-transaction ----

  /** What is known of the instance of this id, with what this transaction has changed; or null. */
  final @Nullable Known find(long hub, String id) throws SQLException {
    if (!changed.contains(id)) {
      Optional<Known> before = known.get(new InstanceId(hub, id));
      if (before != null) {
        return before.orElse(null);
      }
    } else if (unsent.contains(id)) {
      flush();
    }
    PreparedStatement select = statements.prepare(KNOWN);
    select.setLong(1, hub);
    select.setString(2, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Known.read(row) : null;
    }
  }

  /** Remembers what was looked up for this transaction. */
  final void know(InstanceId id, @Nullable Known found) {
    known.put(id, Optional.ofNullable(found));
  }

  /** This transaction starts, changes or ends the instance of this id. */
  final void changed(String instanceId) {
    changed.add(instanceId);
    unsent.add(instanceId);
  }

  /** This transaction has changed instances it knows by number only. */
  final void changedSome() {
    known.clear();
  }

  /** Makes every row written so far visible to reads on this connection. */
  void settle() throws SQLException {
    if (pendingRows > 0) {
      flush();
    }
  }

  /** A statement of the rarer kind, prepared once; settles first. */
  final PreparedStatement prepare(String sql) throws SQLException {
    settle();
    return statements.prepare(sql);
  }

  /** For reads in mid-transaction, with every row sent. */
  final Statements settled() throws SQLException {
    settle();
    return statements;
  }

  /** For reads of what this transaction does not change. */
  final Statements statements() {
    return statements;
  }

  /** Executes a statement at once, behind everything written so far. */
  final int execute(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement.executeUpdate();
  }

  /**
   * Keeps other processes from opening sessions in a hub and from writing its audit log. Comes
   * before any lock of a run, or in a transaction of its own.
   */
  final void lockHub(long hub) throws SQLException {
    if (dialect.hasSeveralWriters()) {
      PreparedStatement lock =
          prepare("SELECT h.hub FROM varve_hub h WHERE h.hub=?" + dialect.forUpdate("h"));
      lock.setLong(1, hub);
      lock.executeQuery().close();
    }
  }

  /** The id of a function, which is given one if it has none. */
  final long functionId(long hub, FunctionKind kind, FunctionName name) throws SQLException {
    return functions.idOf(this, hub, kind, name);
  }

  private void flush() throws SQLException {
    send();
    pendingRows = 0;
    unsent.clear();
  }

  private void countsToRows() throws SQLException {
    for (Map.Entry<CountKey, Integer> count : counts.entrySet()) {
      CountKey key = count.getKey();
      if (count.getValue() != 0) {
        add(
            Write.COUNT,
            key.function(),
            key.status(),
            key.parked() ? 1 : 0,
            countShard(),
            count.getValue());
      }
    }
    counts.clear();
  }

  /** Closes a connection that is broken, leaving everything as it is. */
  final void abandon() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("closing the broken connection failed", e);
    }
  }

  @Override
  public void close() throws SQLException {
    dialect.giveBack(connection);
  }
}
