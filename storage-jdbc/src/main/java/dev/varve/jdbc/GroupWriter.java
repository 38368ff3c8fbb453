package dev.varve.jdbc;

import dev.varve.storage.StorageException;
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
 * <p>When a transaction fails, its operations are undone in memory and tried again in two halves,
 * so that in the end only the culprit fails. When it is unknown whether a COMMIT took effect, a new
 * connection asks what became of the transaction.
 */
final class GroupWriter implements Writer {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
  private static final int MAX_BATCH = 4_000;
  private static final int ATTEMPTS = 4;

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

  /** What became of the operations of one transaction. */
  private enum Outcome {
    /** They are durable, or have failed for a reason that trying again does not mend. */
    SETTLED,
    /** They were rolled back and undone; one of them may be to blame. */
    ROLLED_BACK,
    /** They were rolled back and undone, and none of them is to blame. */
    AGAIN
  }

  private final Dialect dialect;
  private final FunctionIds functions;
  private final StoreClock clock;
  private final Listener listener;
  private final LinkedBlockingQueue<WriteOperation<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  // Written and read by the writer's thread only, after construction.
  private WriteBatch batch;
  private boolean broken;

  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * Opens the writing connection and starts the thread.
   *
   * @param listener told after each transaction
   */
  GroupWriter(Dialect dialect, StoreClock clock, FunctionIds functions, Listener listener)
      throws SQLException {
    this.dialect = dialect;
    this.functions = functions;
    this.listener = listener;
    this.clock = clock;
    this.batch = dialect.openBatch(clock, functions);
    this.thread = new Thread(this::loop, "varve-writer-" + dialect.name());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public <T> CompletableFuture<T> submit(WriteOperation<T> operation) {
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
      writeInOrder(operations);
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

  /** One transaction for all, but for those that want one of their own. */
  private void writeInOrder(List<WriteOperation<?>> operations) {
    int from = 0;
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).alone(dialect)) {
        write(operations.subList(from, i));
        write(operations.subList(i, i + 1));
        from = i + 1;
      }
    }
    write(operations.subList(from, operations.size()));
  }

  private void write(List<WriteOperation<?>> operations) {
    if (operations.isEmpty()) {
      return;
    }
    try {
      writeOrBisect(operations);
    } catch (RuntimeException | Error e) {
      LOG.error("the writer met an unexpected error; the operations at hand have failed", e);
      StorageException failure = new StorageException("writing failed unexpectedly: " + e, e, true);
      operations.forEach(operation -> operation.fail(failure));
      broken = true;
      // What was applied is not undone, so what memory holds is in doubt.
      functions.discard();
      listener.outcomeUnknown();
    }
  }

  private void writeOrBisect(List<WriteOperation<?>> operations) {
    Outcome outcome = Outcome.AGAIN;
    for (int attempt = 1; outcome == Outcome.AGAIN && attempt <= ATTEMPTS; attempt++) {
      outcome = tryWrite(operations, attempt < ATTEMPTS);
    }
    switch (outcome) {
      case SETTLED -> {}
      case ROLLED_BACK -> {
        int half = operations.size() / 2;
        writeOrBisect(operations.subList(0, half));
        writeOrBisect(operations.subList(half, operations.size()));
      }
      case AGAIN -> {
        StorageException failure =
            new StorageException("sessions of this process kept dying; try again", null);
        operations.forEach(operation -> operation.fail(failure));
      }
    }
  }

  /** One transaction, which may be tried again when others were in the way of this one. */
  private Outcome tryWrite(List<WriteOperation<?>> operations, boolean repeatable) {
    int applied = 0;
    boolean committing = false;
    try {
      reopenIfBroken();
      batch.begin(operations);
      for (WriteOperation<?> operation : operations) {
        applied++;
        operation.run(batch);
      }
      batch.finish();
      committing = true;
      batch.commit();
    } catch (SessionDied e) {
      rollback();
      undo(operations, applied);
      return Outcome.AGAIN;
    } catch (SQLException | RuntimeException e) {
      boolean guessedWrong = e instanceof SQLException sql && batch.guessedWrong(sql);
      if (repeatable && (guessedWrong || isBusy(e))) {
        rollback();
        undo(operations, applied);
        return Outcome.AGAIN;
      }
      Boolean durable =
          (committing && batch.mayHaveCommitted(e)) ? readBack(batch.mark(), e) : Boolean.FALSE;
      if (!Boolean.TRUE.equals(durable)) {
        return rolledBack(operations, applied, e, durable == null);
      }
    }
    for (WriteOperation<?> operation : operations) {
      complete(operation);
    }
    listener.committed(batch);
    return Outcome.SETTLED;
  }

  /** Whether others were in the way, which the database ends by rolling one back: a deadlock. */
  private boolean isBusy(Exception error) {
    return error instanceof SQLException sql && dialect.trouble(sql) == Dialect.Trouble.BUSY;
  }

  private static void complete(WriteOperation<?> operation) {
    try {
      operation.complete();
    } catch (RuntimeException e) {
      LOG.error("a listener failed after a commit", e);
    }
  }

  private static void undo(List<WriteOperation<?>> operations, int applied) {
    for (int i = applied - 1; i >= 0; i--) {
      operations.get(i).undo();
    }
  }

  private Outcome rolledBack(
      List<WriteOperation<?>> operations, int applied, Exception error, boolean unknown) {
    boolean unopened = broken;
    rollback();
    undo(operations, applied);
    if (error instanceof SQLException sql && dialect.trouble(sql) == Dialect.Trouble.BROKEN) {
      broken = true;
    }
    if (unknown) {
      listener.outcomeUnknown();
    }
    boolean commonCause = unknown || unopened || isCommonCause(error);
    if (operations.size() > 1 && !commonCause) {
      return Outcome.ROLLED_BACK;
    }
    StorageException failure = asFailure(error, unknown);
    operations.forEach(operation -> operation.fail(failure));
    return Outcome.SETTLED;
  }

  /** Whether the next operation would fail for the same reason, so that trying it is no use. */
  private boolean isCommonCause(Exception error) {
    return error instanceof SQLException sql
        && switch (dialect.trouble(sql)) {
          case BUSY, HELD, BROKEN -> true;
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

  /** Whether the transaction took effect all the same; null if that cannot be found out. */
  private @Nullable Boolean readBack(WriteBatch.Mark lost, Exception error) {
    if (error instanceof SQLException sql) {
      Dialect.Trouble trouble = dialect.trouble(sql);
      if (trouble == Dialect.Trouble.FULL
          || trouble == Dialect.Trouble.BUSY
          || trouble == Dialect.Trouble.HELD) {
        return Boolean.FALSE;
      }
    }
    broken = true;
    try {
      reopenIfBroken();
      boolean durable = batch.tookEffect(lost);
      functions.discard();
      return durable;
    } catch (SQLException e) {
      error.addSuppressed(e);
      broken = true;
      return null;
    }
  }

  private void reopenIfBroken() throws SQLException {
    if (broken) {
      batch.abandon();
      batch = dialect.openBatch(clock, functions);
      broken = false;
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
      batch.close();
    } catch (SQLException e) {
      LOG.debug("closing the writing connection failed", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
