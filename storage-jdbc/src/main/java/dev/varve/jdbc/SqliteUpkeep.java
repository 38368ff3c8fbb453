package dev.varve.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
 * reaches the end of the log, which would grow for ever. When the log has become long, the writer
 * is asked to do the short rest between two transactions; then the log begins anew.
 */
final class SqliteUpkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteUpkeep.class);
  private static final long PERIOD_NANOS = 500_000_000L;
  private static final long CHECKPOINT_BYTES = 16L << 20;
  private static final long LONG_LOG_BYTES = 64L << 20;

  private final SqliteDialect dialect;
  private final Runnable foreignChange;
  private final Path log;
  private @Nullable Thread thread;
  private @Nullable GroupWriter writer;

  /** Written by the writer's thread. */
  private volatile long commits;

  private volatile boolean closed;

  /**
   * @param foreignChange called when another connection than our writer's may have written
   */
  SqliteUpkeep(SqliteDialect dialect, Runnable foreignChange) {
    this.dialect = dialect;
    this.foreignChange = foreignChange;
    this.log = dialect.file().resolveSibling(dialect.file().getFileName() + "-wal");
  }

  /** Called by the writer after each transaction. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void committed() {
    commits++;
  }

  void start(GroupWriter writer) {
    this.writer = writer;
    Thread started = new Thread(this::loop, "varve-upkeep-" + dialect.file().getFileName());
    started.setDaemon(true);
    started.start();
    thread = started;
  }

  private void loop() {
    while (!closed) {
      try (Connection connection = dialect.openWriter()) {
        look(connection);
      } catch (SQLException | IOException e) {
        LOG.warn("upkeep of {} failed and will be tried again", dialect.file(), e);
        LockSupport.parkNanos(PERIOD_NANOS);
      }
    }
  }

  private void look(Connection connection) throws SQLException, IOException {
    long version = dialect.foreignVersion(connection);
    long seen = commits;
    long checkpointed = 0;
    while (!closed) {
      LockSupport.parkNanos(PERIOD_NANOS);
      long current = dialect.foreignVersion(connection);
      long ours = commits;
      // Our own writer changes the version too; only a change without its doing is somebody else's
      // for sure. While it writes, the sessions look anyway.
      if (current != version) {
        version = current;
        foreignChange.run();
      }
      long length = Files.exists(log) ? Files.size(log) : 0;
      if (ours != seen && length > CHECKPOINT_BYTES || length > LONG_LOG_BYTES) {
        seen = ours;
        checkpoint(connection);
        checkpointed++;
      }
    }
    LOG.debug("{} checkpoints of {}", checkpointed, dialect.file());
  }

  private void checkpoint(Connection connection) throws SQLException {
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
