package dev.varve.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * The server's side of a writing connection, and how to find out what became of the transactions of
 * an earlier one.
 *
 * <p>Each connection has a row of its own that every transaction counts up, so that the row says
 * which one took effect last, also after a crash of the server. Who asks takes the row away: what
 * is still on its way to the server then finds none, and fails.
 *
 * @param process the server process, whose number may be used again when it has ended
 * @param writer the number of the row; 0 in a transaction of the caller, which only the caller can
 *     look up
 */
record PostgresBackend(int process, long writer) {
  /** The server's time in microseconds. */
  static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

  /** What an error is that stands in for a condition in SQL. */
  static final String DIVISION_BY_ZERO = "22012";

  /**
   * Ends the transaction if it cannot count up: {@code 1 / 0} is an error, and what is sent behind
   * it, the COMMIT, is then skipped.
   */
  static final String COUNT_UP =
      "WITH counted AS (UPDATE varve_writer SET batch = ?, seen = "
          + NOW
          + " WHERE writer = ? AND batch = ? RETURNING 1) SELECT 1 / count(*) FROM counted";

  private static final String REGISTER =
      "INSERT INTO varve_writer (writer, batch, seen) VALUES (nextval('varve_id'), 0, "
          + NOW
          + ") RETURNING pg_backend_pid(), writer";

  /** Rows of processes that died; the others count up every few seconds. */
  private static final String FORGET_UNUSED =
      "DELETE FROM varve_writer WHERE writer = ANY (ARRAY(SELECT w.writer FROM varve_writer w"
          + " WHERE w.seen < "
          + NOW
          + " - ? FOR UPDATE SKIP LOCKED))";

  /**
   * Who has locked a session's row, by the mark that its transaction has left there, and keeps the
   * server waiting for the rest of what it sends. The server's own limit for idle transactions does
   * not count that: to it such a transaction is active. One that goes on statement by statement,
   * such as that of another worker which takes over just now, changes its state each time and is
   * left alone. Of other roles it ends none, since it may not.
   */
  private static final String END_STALLED =
      "SELECT count(*) FROM (SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a"
          + " WHERE a.backend_xid = (SELECT s.xmax FROM varve_session s WHERE s.session = ?)"
          + " AND a.wait_event_type = 'Client' AND pg_has_role(a.usesysid, 'USAGE')"
          + " AND a.state_change < clock_timestamp() - ? * interval '1 microsecond') e";

  private static final long DAY_MICROS = 86_400_000_000L;
  private static final int ATTEMPTS = 4;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** The one behind a connection whose transaction is still to begin. */
  static PostgresBackend of(Connection connection) throws SQLException {
    try (PreparedStatement forgotten = connection.prepareStatement(FORGET_UNUSED);
        PreparedStatement insert = connection.prepareStatement(REGISTER)) {
      forgotten.setLong(1, DAY_MICROS);
      forgotten.executeUpdate();
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new PostgresBackend(row.getInt(1), row.getLong(2));
      }
    } finally {
      connection.commit();
    }
  }

  /** The one behind a connection in the caller's transaction. */
  static PostgresBackend joined(Connection connection) throws SQLException {
    return new PostgresBackend(connection.unwrap(PGConnection.class).getBackendPID(), 0);
  }

  /**
   * Asks what became of a transaction of another connection, and sees to it that nothing of that
   * connection takes effect any more. If a transaction of it stands still, because the server has
   * not noticed yet that its client is gone, that connection is ended.
   *
   * @throws SQLException if that cannot be found out
   */
  boolean tookEffect(Connection connection, WriteBatch.Mark lost) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return takeAway(connection, lost);
      } catch (SQLException e) {
        connection.rollback();
        if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
        end(connection, lost.process());
      }
    }
  }

  private static boolean takeAway(Connection connection, WriteBatch.Mark lost) throws SQLException {
    try (Statement patience = connection.createStatement();
        PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM varve_writer WHERE writer=? RETURNING batch")) {
      patience.execute("SET LOCAL lock_timeout = 500");
      delete.setLong(1, lost.writer());
      try (ResultSet row = delete.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("somebody has removed the row of writer " + lost.writer());
        }
        long last = row.getLong(1);
        if (last < lost.number() - 1) {
          throw new SQLException(
              "the server has lost transactions that it had acknowledged, behind number "
                  + last
                  + " of writer "
                  + lost.writer());
        }
        connection.commit();
        return last == lost.number();
      }
    }
  }

  private static void end(Connection connection, long process) throws SQLException {
    try (PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
      end.setInt(1, Math.toIntExact(process));
      end.executeQuery().close();
    } finally {
      connection.commit();
    }
  }

  /**
   * Ends the transaction that keeps a session locked if it has waited for its client for so long.
   *
   * @return whether there was one
   */
  static boolean endStalled(WriteBatch batch, long session, Duration limit) throws SQLException {
    PreparedStatement end = batch.prepare(END_STALLED);
    end.setLong(1, session);
    end.setLong(2, limit.toNanos() / 1_000);
    try (ResultSet row = end.executeQuery()) {
      row.next();
      return row.getLong(1) > 0;
    }
  }

  /** Nobody will ask any more. */
  void forget(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM varve_writer WHERE writer=?")) {
      delete.setLong(1, writer);
      delete.executeUpdate();
    }
    connection.commit();
  }
}
