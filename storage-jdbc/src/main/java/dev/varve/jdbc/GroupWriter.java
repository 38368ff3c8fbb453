package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes everything that is queued, puts it into one transaction and
 * so pays for one fsync; when idle it does not linger. A platform thread, since a native call holds
 * a virtual thread's carrier.
 *
 * <p>When a transaction fails, its operations are undone in memory and tried again each in a
 * transaction of its own, so that only the culprit fails. When it is unknown whether a COMMIT took
 * effect, a new connection reads back the number of the last transaction.
 */
final class GroupWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
  private static final int MAX_BATCH = 4_000;
  private static final int BUSY_ATTEMPTS = 4;

  /** The last in the queue. */
  private static final WriteOperation<Boolean> END =
      new WriteOperation<>() {
        @Override
        Boolean apply(WriteBatch batch) {
          return true;
        }
      };

  /** Is told between two transactions, on the writer's thread; must be short. */
  interface Listener {
    void committed(WriteBatch batch);

    /** Nobody knows whether the last transaction took effect: what memory holds is in doubt. */
    void outcomeUnknown();
  }

  private final Dialect dialect;
  private final StoreClock clock;
  private final FunctionIds functions;
  private final Listener listener;
  private final LinkedBlockingQueue<WriteOperation<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  // Written and read by the writer's thread only, after construction.
  private WriteBatch batch;
  private final long writer;
  private long batchNumber;
  private boolean broken;

  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * Opens the writing connection and starts the thread.
   *
   * @param listener told after each transaction
   */
  GroupWriter(
      Dialect dialect, StoreClock clock, FunctionIds functions, String name, Listener listener)
      throws SQLException {
    this.dialect = dialect;
    this.clock = clock;
    this.functions = functions;
    this.listener = listener;
    Connection connection = dialect.openWriter();
    try {
      this.writer = register(connection, dialect);
      this.batch = new WriteBatch(connection, dialect, clock, functions, writer);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    this.thread = new Thread(this::loop, "varve-writer-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Queues an operation. */
  <T> CompletableFuture<T> submit(WriteOperation<T> operation) {
    if (closing) {
      operation.fail(closed());
    } else {
      queue.add(operation);
      if (ended) {
        failRest();
      }
    }
    return operation.stage();
  }

  private void loop() {
    List<WriteOperation<?>> operations = new ArrayList<>();
    boolean last = false;
    while (!last) {
      operations.clear();
      operations.add(takeFirst());
      queue.drainTo(operations, MAX_BATCH - 1);
      last = operations.remove(END);
      if (!operations.isEmpty()) {
        write(operations);
      }
    }
    ended = true;
    failRest();
  }

  /** Nobody has a reason to interrupt this thread; it ends when it is told to. */
  private WriteOperation<?> takeFirst() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        LOG.debug("the writer was interrupted and goes on", e);
      }
    }
  }

  private void failRest() {
    for (WriteOperation<?> rest = queue.poll(); rest != null; rest = queue.poll()) {
      rest.fail(closed());
    }
  }

  private void write(List<WriteOperation<?>> operations) {
    try {
      if (tryWrite(operations)) {
        return;
      }
      for (WriteOperation<?> operation : operations) {
        tryWriteAlone(operation);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("the writer met an unexpected error; the operations at hand have failed", e);
      StorageException failure = new StorageException("writing failed unexpectedly: " + e, e, true);
      operations.forEach(operation -> operation.fail(failure));
      broken = true;
    }
  }

  private void tryWriteAlone(WriteOperation<?> operation) {
    List<WriteOperation<?>> alone = List.of(operation);
    tryWrite(alone, true);
  }

  private boolean tryWrite(List<WriteOperation<?>> operations) {
    return tryWrite(operations, operations.size() == 1);
  }

  /** One transaction; false if it was rolled back and its operations should be tried alone. */
  private boolean tryWrite(List<WriteOperation<?>> operations, boolean last) {
    int applied = 0;
    long number = batchNumber + 1;
    boolean committing = false;
    try {
      reopenIfBroken();
      begin();
      for (WriteOperation<?> operation : operations) {
        applied++;
        operation.run(batch);
      }
      batch.finish(number);
      committing = true;
      batch.commit();
    } catch (SQLException | RuntimeException e) {
      Boolean durable = committing ? readBack(number, e) : Boolean.FALSE;
      if (!Boolean.TRUE.equals(durable)) {
        return rolledBack(operations, applied, e, durable == null, last);
      }
    }
    batchNumber = number;
    for (WriteOperation<?> operation : operations) {
      complete(operation);
    }
    listener.committed(batch);
    return true;
  }

  private static void complete(WriteOperation<?> operation) {
    try {
      operation.complete();
    } catch (RuntimeException e) {
      LOG.error("a listener failed after a commit", e);
    }
  }

  private boolean rolledBack(
      List<WriteOperation<?>> operations,
      int applied,
      Exception error,
      boolean unknown,
      boolean last) {
    rollback();
    for (int i = applied - 1; i >= 0; i--) {
      operations.get(i).undo();
    }
    if (error instanceof SQLException sql && dialect.trouble(sql) == Dialect.Trouble.BROKEN) {
      broken = true;
    }
    if (unknown) {
      listener.outcomeUnknown();
    }
    boolean commonCause = unknown || isCommonCause(error);
    if (!last && !commonCause) {
      return false;
    }
    StorageException failure = asFailure(error, unknown);
    operations.forEach(operation -> operation.fail(failure));
    return true;
  }

  /** Whether the next operation would fail for the same reason, so that trying it is no use. */
  private boolean isCommonCause(Exception error) {
    return error instanceof SQLException sql
        && switch (dialect.trouble(sql)) {
          case BUSY, BROKEN -> true;
          case FULL, REFUSED -> false;
        };
  }

  private StorageException asFailure(Exception error, boolean unknown) {
    if (error instanceof StorageException storage) {
      return storage;
    }
    if (error instanceof SQLException sql) {
      return dialect.failure("write", sql, unknown);
    }
    return new StorageException("writing failed: " + error, error, unknown);
  }

  private void rollback() {
    try {
      batch.rollback();
    } catch (SQLException e) {
      // Some errors roll back by themselves, others leave the connection in an unknown state.
      broken = true;
    }
  }

  private void begin() throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        batch.begin();
        return;
      } catch (SQLException e) {
        if (dialect.trouble(e) != Dialect.Trouble.BUSY || attempt == BUSY_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Whether the transaction took effect all the same; null if that cannot be found out. */
  private @Nullable Boolean readBack(long number, Exception error) {
    if (error instanceof SQLException sql) {
      Dialect.Trouble trouble = dialect.trouble(sql);
      if (trouble == Dialect.Trouble.FULL || trouble == Dialect.Trouble.BUSY) {
        return Boolean.FALSE;
      }
    }
    broken = true;
    try {
      reopenIfBroken();
      PreparedStatement select = batch.prepare("SELECT batch FROM writer WHERE writer=?");
      select.setLong(1, writer);
      try (ResultSet row = select.executeQuery()) {
        boolean durable = row.next() && row.getLong(1) == number;
        functions.discard();
        return durable;
      }
    } catch (SQLException e) {
      error.addSuppressed(e);
      broken = true;
      return null;
    }
  }

  private void reopenIfBroken() throws SQLException {
    if (broken) {
      try {
        batch.close();
      } catch (SQLException e) {
        LOG.debug("closing the broken connection failed", e);
      }
      batch = new WriteBatch(dialect.openWriter(), dialect, clock, functions, writer);
      broken = false;
    }
  }

  private static long register(Connection connection, Dialect dialect) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(dialect.beginWrite());
      try {
        long id;
        try (ResultSet row =
            statement.executeQuery(
                "UPDATE progress SET next_id = next_id + 1 WHERE progress=1"
                    + " RETURNING next_id - 1")) {
          row.next();
          id = row.getLong(1);
        }
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO writer (writer, batch) VALUES (?, 0)")) {
          insert.setLong(1, id);
          insert.executeUpdate();
        }
        statement.execute("COMMIT");
        return id;
      } catch (SQLException e) {
        statement.execute("ROLLBACK");
        throw e;
      }
    }
  }

  private static StorageException closed() {
    return new StorageException("the storage is closed; open it again", null);
  }

  /** Writes what is queued and ends the thread. */
  @Override
  public void close() {
    closing = true;
    queue.add(END);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      try (PreparedStatement delete =
          batch.connection().prepareStatement("DELETE FROM writer WHERE writer=?")) {
        delete.setLong(1, writer);
        delete.executeUpdate();
      }
      batch.close();
    } catch (SQLException e) {
      LOG.debug("closing the writing connection failed", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
