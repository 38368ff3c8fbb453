package dev.varve.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file needs beside its writer, on a thread and connection of its own: checkpoints off the
 * commit path, and a look twice a second whether another process has written.
 *
 * <p>A passive checkpoint never makes the writer wait, but while the writer goes on it never
 * reaches the end of the log, which would grow for ever. So when most of a long log is done, the
 * writer is asked to do the short rest between two transactions; then the log begins anew in the
 * space it has.
 */
final class SqliteUpkeep implements Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteUpkeep.class);
  private static final long PERIOD_NANOS = 500_000_000L;

  /**
   * Pages in the log before it is copied, estimated: some 4 MiB. A longer log saves few writes;
   * while the file of the log still grows, each fsync costs nearly twice as much.
   */
  private static final long PAGES = 1_000;

  private static final long PAGES_PER_TRANSACTION = 4;
  private static final long ROWS_PER_PAGE = 2;

  private final SqliteDialect dialect;
  private final Runnable foreignChange;
  private @Nullable Thread thread;

  /** Rows written so far; touched by the writer's thread only. */
  private long rows;

  /** Pages written to the log so far, estimated; written by the writer's thread. */
  private volatile long pages;

  /** Pages when the last checkpoint began; written by the upkeep thread. */
  private volatile long checkpointedPages;

  /** Set by the upkeep thread, cleared by the writer's. */
  private volatile boolean restIsWriters;

  private volatile boolean closed;

  /**
   * @param foreignChange called when another process may have written
   */
  SqliteUpkeep(SqliteDialect dialect, Runnable foreignChange) {
    this.dialect = dialect;
    this.foreignChange = foreignChange;
  }

  @Override
  public void committed(WriteBatch batch) {
    pages = pages + PAGES_PER_TRANSACTION + (batch.rows() - rows) / ROWS_PER_PAGE;
    rows = batch.rows();
    if (restIsWriters) {
      restIsWriters = false;
      try {
        checkpoint(batch.connection());
      } catch (SQLException e) {
        LOG.warn("a checkpoint of {} failed and will be tried again", dialect.file(), e);
      }
    } else if (pages - checkpointedPages > PAGES) {
      LockSupport.unpark(thread);
    }
  }

  /** Other processes look by themselves. */
  @Override
  public void left(HubKey hub) {}

  @Override
  public void start() {
    Thread started = new Thread(this::loop, "varve-upkeep-" + dialect.file().getFileName());
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  private void loop() {
    while (!closed) {
      try (Connection connection = dialect.openWriter()) {
        look(connection);
      } catch (SQLException e) {
        LOG.warn("upkeep of {} failed and will be tried again", dialect.file(), e);
        LockSupport.parkNanos(PERIOD_NANOS);
      }
    }
  }

  private void look(Connection connection) throws SQLException {
    long version = foreignVersion(connection);
    long nextLook = System.nanoTime() + PERIOD_NANOS;
    long lastPages = pages;
    while (!closed) {
      LockSupport.parkNanos(Math.max(1_000_000L, nextLook - System.nanoTime()));
      boolean waiting = pages > checkpointedPages;
      if (pages - checkpointedPages > PAGES) {
        checkpointLongLog(connection);
      }
      if (System.nanoTime() >= nextLook) {
        nextLook = System.nanoTime() + PERIOD_NANOS;
        long current = foreignVersion(connection);
        if (current != version) {
          version = current;
          foreignChange.run();
        }
        if (waiting && pages == lastPages) {
          checkpointedPages = pages;
          checkpoint(connection);
        }
        lastPages = pages;
      }
    }
  }

  private long foreignVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SqliteDialect.FOREIGN_VERSION)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void checkpointLongLog(Connection connection) throws SQLException {
    checkpointedPages = pages;
    checkpoint(connection);
    // What came while the first round ran, so that hardly anything is left to the writer.
    checkpoint(connection);
    restIsWriters = true;
  }

  /** Copies from the log to the file what it can without waiting for anybody. */
  private static void checkpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running == null) {
      return;
    }
    LockSupport.unpark(running);
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
