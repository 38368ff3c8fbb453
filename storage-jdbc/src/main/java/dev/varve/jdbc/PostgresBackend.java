package dev.varve.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The server's side of a writing connection, and how to find out what became of the transactions of
 * an earlier one.
 *
 * <p>The server tells by the number of a transaction, but a crash takes back numbers whose
 * transactions had not reached the disk, and gives them to others. So each life of the server has a
 * name, in a table that a crash empties, and numbers of another life prove nothing.
 *
 * @param process the server process, whose number may be used again when it has ended
 * @param incarnation the life of the server it belongs to
 */
record PostgresBackend(int process, String incarnation) {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int LOOKS = 50;

  /** The one behind a connection whose transaction is still to begin. */
  static PostgresBackend of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO varve_incarnation (one, name) VALUES (1, gen_random_uuid()::text)"
              + " ON CONFLICT DO NOTHING");
      try (ResultSet row =
          statement.executeQuery("SELECT pg_backend_pid(), name FROM varve_incarnation")) {
        row.next();
        return new PostgresBackend(row.getInt(1), row.getString(2));
      }
    } finally {
      connection.commit();
    }
  }

  /** The one behind a connection in the caller's transaction, which only the caller can look up. */
  static PostgresBackend joined(Connection connection) throws SQLException {
    return new PostgresBackend(connection.unwrap(PGConnection.class).getBackendPID(), "");
  }

  /**
   * Asks what became of a transaction of another connection. While it still runs, because the
   * server has not noticed yet that its client is gone, that connection is ended.
   *
   * @throws SQLException if that cannot be found out
   */
  boolean tookEffect(Connection connection, WriteBatch.Mark lost) throws SQLException {
    if (lost.number() == 0) {
      return false;
    }
    if (!lost.incarnation().equals(incarnation)) {
      throw new SQLException("the server has crashed since transaction " + lost.number());
    }
    for (int look = 0; look < LOOKS; look++) {
      String status = status(connection, lost.number());
      if (status == null) {
        throw new SQLException("the server no longer knows transaction " + lost.number());
      }
      if (!status.equals("in progress")) {
        return status.equals("committed");
      }
      if (look == LOOKS / 2) {
        end(connection, lost.writer());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new SQLException("transaction " + lost.number() + " is still in progress");
  }

  private static @Nullable String status(Connection connection, long transaction)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT pg_xact_status(?::text::xid8)")) {
      select.setString(1, Long.toString(transaction));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    } finally {
      connection.commit();
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
}
