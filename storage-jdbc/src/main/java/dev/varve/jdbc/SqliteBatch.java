package dev.varve.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on SQLite. It keeps all other writers out from its first statement on, so nothing
 * has to be looked up or locked ahead. Ids come from one counter in the file, read when somebody
 * else has written and written back once per transaction.
 */
final class SqliteBatch extends WriteBatch {
  private final Map<Write, BoundRow> writes = new EnumMap<>(Write.class);
  private final Set<Long> liveSessions = new HashSet<>();
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;
  private final long writer;

  private long foreignVersion = -1;
  private long nextId;
  private long storedNextId;
  private long number;
  private boolean begun;

  /** A row of a prepared statement. */
  private static final class BoundRow implements RowValues {
    private final PreparedStatement statement;
    private int pending;

    BoundRow(PreparedStatement statement) {
      this.statement = statement;
    }

    @Override
    public void number(int index, long value) throws SQLException {
      statement.setLong(index, value);
    }

    @Override
    public void text(int index, @Nullable String value) throws SQLException {
      statement.setString(index, value);
    }

    @Override
    public void bytes(int index, byte @Nullable [] value) throws SQLException {
      statement.setBytes(index, value);
    }

    @Override
    public void none(int index) throws SQLException {
      statement.setNull(index, Types.BIGINT);
    }
  }

  SqliteBatch(Connection connection, SqliteDialect dialect, StoreClock clock, FunctionIds functions)
      throws SQLException {
    super(new Statements(connection), dialect, clock, functions);
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    rollback = connection.prepareStatement("ROLLBACK");
    writer = register();
  }

  /** A row for the transactions of this connection, to read back an unknown outcome. */
  private long register() throws SQLException {
    begin.execute();
    try {
      nextId = readNextId();
      storedNextId = nextId;
      long id = newId();
      execute("INSERT INTO varve_writer (writer, batch) VALUES (?, 0)", id);
      writeNextId();
      commit.execute();
      return id;
    } catch (SQLException e) {
      rollback.execute();
      throw e;
    }
  }

  @Override
  void begin(List<WriteOperation<?>> operations) throws SQLException {
    begin.execute();
    begun = true;
    long version = foreignVersionNow();
    if (version != foreignVersion) {
      liveSessions.clear();
      nextId = readNextId();
      storedNextId = nextId;
      foreignVersion = version;
    }
    at(clock().micros());
  }

  @Override
  boolean isAlive(long session) throws SQLException {
    if (liveSessions.contains(session)) {
      return true;
    }
    PreparedStatement statement =
        prepare("SELECT 1 FROM varve_session WHERE session=? AND alive=1");
    statement.setLong(1, session);
    try (ResultSet row = statement.executeQuery()) {
      boolean alive = row.next();
      if (alive) {
        liveSessions.add(session);
      }
      return alive;
    }
  }

  @Override
  void ended(long session) {
    liveSessions.remove(session);
  }

  @Override
  long newId() {
    return nextId++;
  }

  @Override
  RowValues row(Write write) throws SQLException {
    return boundRow(write);
  }

  private BoundRow boundRow(Write write) throws SQLException {
    BoundRow row = writes.get(write);
    if (row == null) {
      row = new BoundRow(connection().prepareStatement(write.form().forOneRow()));
      writes.put(write, row);
    }
    return row;
  }

  @Override
  void take(Write write) throws SQLException {
    BoundRow row = boundRow(write);
    row.statement.addBatch();
    row.pending++;
  }

  @Override
  void send() throws SQLException {
    for (BoundRow row : writes.values()) {
      if (row.pending > 0) {
        row.pending = 0;
        row.statement.executeBatch();
      }
    }
  }

  @Override
  int countShard() {
    return 0;
  }

  @Override
  void prepareCommit() throws SQLException {
    settle();
    if (nextId != storedNextId) {
      writeNextId();
    }
    number++;
    execute("UPDATE varve_writer SET batch=? WHERE writer=?", number, writer);
  }

  @Override
  void commitTransaction() throws SQLException {
    commit.execute();
    begun = false;
    storedNextId = nextId;
  }

  @Override
  boolean mayHaveCommitted(Exception error) {
    return true;
  }

  @Override
  void rollbackTransaction() throws SQLException {
    foreignVersion = -1;
    for (BoundRow row : writes.values()) {
      if (row.pending > 0) {
        row.pending = 0;
        row.statement.clearBatch();
      }
    }
    if (begun) {
      begun = false;
      rollback.execute();
    }
  }

  @Override
  Mark mark() {
    return new Mark(writer, number, 0);
  }

  @Override
  boolean tookEffect(Mark lost) throws SQLException {
    boolean tookEffect;
    PreparedStatement select =
        statements().prepare("SELECT batch FROM varve_writer WHERE writer=?");
    select.setLong(1, lost.writer());
    try (ResultSet row = select.executeQuery()) {
      tookEffect = row.next() && row.getLong(1) == lost.number();
    }
    forget(lost.writer());
    return tookEffect;
  }

  private void forget(long unused) throws SQLException {
    PreparedStatement delete = statements().prepare("DELETE FROM varve_writer WHERE writer=?");
    delete.setLong(1, unused);
    delete.executeUpdate();
  }

  private long foreignVersionNow() throws SQLException {
    return readNumber(SqliteDialect.FOREIGN_VERSION);
  }

  private long readNextId() throws SQLException {
    return readNumber("SELECT next_id FROM varve_progress WHERE progress=1");
  }

  private void writeNextId() throws SQLException {
    execute("UPDATE varve_progress SET next_id=? WHERE progress=1", nextId);
  }

  private long readNumber(String sql) throws SQLException {
    try (ResultSet row = statements().prepare(sql).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      forget(writer);
    } finally {
      super.close();
    }
  }
}
