package dev.varve.jdbc;

import dev.varve.history.HistoryFormatException;
import dev.varve.storage.StorageException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few connections for reading. Each use is one short read transaction, so that no reader stands
 * in the way of a checkpoint for long. Thread-safe.
 */
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final int CONNECTIONS = 4;

  /** Something to read; may be done again on another connection. */
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
    return readWhen(doing, connection -> inOneView(connection, read));
  }

  /** Reads with one statement, which is consistent by itself and saves a round trip. */
  <T> T readOne(String doing, Read<T> read) {
    return readWhen(doing, read);
  }

  private <T> T readWhen(String doing, Read<T> read) {
    permits.acquireUninterruptibly();
    boolean interrupted = Thread.interrupted();
    try {
      if (closed) {
        throw new StorageException("the storage is closed; open it again", null);
      }
      try {
        return onSome(read);
      } catch (SQLException e) {
        // An interrupt closes the socket under a virtual thread that reads, for all it reads for.
        if (!Thread.interrupted()) {
          throw e;
        }
        interrupted = true;
        return onSome(read);
      }
    } catch (SQLException e) {
      throw dialect.failure(doing, e, false);
    } finally {
      permits.release();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A connection that was lost while nobody used it costs the next reader nothing. */
  private <T> T onSome(Read<T> read) throws SQLException {
    for (Statements used = idle.poll(); used != null; used = idle.poll()) {
      try {
        return on(used, read);
      } catch (SQLException e) {
        if (dialect.trouble(e) != Dialect.Trouble.BROKEN || isTimeout(e)) {
          throw e;
        }
      }
    }
    return on(new Statements(dialect.openReader()), read);
  }

  /** The next connection would most likely wait for as long. */
  private static boolean isTimeout(SQLException e) {
    return e.getCause() instanceof SocketTimeoutException;
  }

  private <T> T on(Statements connection, Read<T> read) throws SQLException {
    boolean good = false;
    try {
      dialect.reviewPlans(connection);
      T result = read.from(connection);
      good = true;
      return result;
    } catch (HistoryFormatException e) {
      throw new StorageException("stored events cannot be read: " + e.getMessage(), e);
    } finally {
      giveBack(connection, good);
    }
  }

  /** A connection whose read failed is not used again, so nothing is rolled back. */
  private <T> T inOneView(Statements connection, Read<T> read) throws SQLException {
    dialect.beginRead(connection);
    T result = read.from(connection);
    dialect.endRead(connection);
    return result;
  }

  private void giveBack(Statements connection, boolean good) throws SQLException {
    if (!good) {
      abandon(connection);
    } else if (closed || !idle.offer(connection)) {
      dialect.giveBack(connection.connection());
    }
  }

  private static void abandon(Statements connection) {
    try {
      connection.connection().close();
    } catch (SQLException e) {
      LOG.debug("closing a broken connection failed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(CONNECTIONS);
    for (Statements c = idle.poll(); c != null; c = idle.poll()) {
      try {
        dialect.giveBack(c.connection());
      } catch (SQLException e) {
        LOG.debug("closing a reading connection failed", e);
      }
    }
    permits.release(CONNECTIONS);
  }
}
