package dev.varve.jdbc;

import dev.varve.history.HistoryFormatException;
import dev.varve.storage.StorageException;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * A few connections for reading. Each use is one short read transaction, so that no reader stands
 * in the way of a checkpoint for long. Thread-safe.
 */
final class Readers implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  /** Something to read. */
  interface Read<T> {
    T from(Statements connection) throws SQLException;
  }

  private final Dialect dialect;
  private final Semaphore permits = new Semaphore(CONNECTIONS);
  private final BlockingQueue<Statements> idle = new ArrayBlockingQueue<>(CONNECTIONS);
  private volatile boolean closed;

  Readers(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Reads one consistent state. */
  <T> T read(String doing, Read<T> read) {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new StorageException("the storage is closed; open it again", null);
      }
      Statements connection = take();
      boolean good = false;
      try {
        T result = inOneView(connection, read);
        good = true;
        return result;
      } finally {
        giveBack(connection, good);
      }
    } catch (SQLException e) {
      throw dialect.failure(doing, e, false);
    } finally {
      permits.release();
    }
  }

  /** A connection whose read failed is not used again, so nothing is rolled back. */
  private <T> T inOneView(Statements connection, Read<T> read) throws SQLException {
    try {
      dialect.beginRead(connection);
      T result = read.from(connection);
      dialect.endRead(connection);
      return result;
    } catch (HistoryFormatException e) {
      throw new StorageException("stored events cannot be read: " + e.getMessage(), e);
    }
  }

  private Statements take() throws SQLException {
    Statements connection = idle.poll();
    return connection != null ? connection : new Statements(dialect.openReader());
  }

  private void giveBack(Statements connection, boolean good) throws SQLException {
    if (!good) {
      connection.connection().close();
    } else if (closed || !idle.offer(connection)) {
      dialect.giveBack(connection.connection());
    }
  }

  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(CONNECTIONS);
    try {
      for (Statements c = idle.poll(); c != null; c = idle.poll()) {
        dialect.giveBack(c.connection());
      }
    } catch (SQLException e) {
      throw dialect.failure("close", e, false);
    } finally {
      permits.release(CONNECTIONS);
    }
  }
}
