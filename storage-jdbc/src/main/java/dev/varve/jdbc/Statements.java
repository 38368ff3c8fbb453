package dev.varve.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection with statements that are prepared once, since preparing costs more than most of them
 * do. Used by one thread at a time. A statement must not be asked for again while its result is
 * being read.
 */
final class Statements implements AutoCloseable {
  private static final long FIRST_REVIEW_NANOS = 250_000_000;
  private static final long LONGEST_REVIEW_NANOS = 10_000_000_000L;

  private final Connection connection;
  private long reviewNanos = FIRST_REVIEW_NANOS;
  private long reviewed = System.nanoTime();
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /**
   * Whether it is time to plan anew: plans are kept with their statements, and one that was made
   * while a table was small may choose an index that is no better than another then, and far worse
   * when the table has grown. Tells so once, and after ever longer times.
   */
  boolean plansAreDue() {
    long now = System.nanoTime();
    if (now - reviewed < reviewNanos) {
      return false;
    }
    reviewed = now;
    reviewNanos = Math.min(2 * reviewNanos, LONGEST_REVIEW_NANOS);
    return true;
  }

  /** The statement; stays open with the connection. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /** For statements of many forms, which are not worth keeping. */
  Connection connection() {
    return connection;
  }

  /** Closes the statements and leaves the connection to others. */
  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }
}
