package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something to write, as one unit. Many share a transaction; if that transaction fails, each is
 * undone in memory and applied again in one of its own, so that one bad operation harms no other.
 *
 * @param <T> its outcome
 */
abstract class WriteOperation<T> {
  private final CompletableFuture<T> stage = new CompletableFuture<>();
  private @Nullable T outcome;

  /** Completes after the transaction is durable, on the writer's thread. */
  final CompletableFuture<T> stage() {
    return stage;
  }

  /** Tells what {@link #apply} is going to look up and change; before every attempt. */
  void tell(Needs needs) {}

  /**
   * Whether it needs a transaction of its own; so do those that lock rows which they find by
   * searching, where others write at the same time.
   */
  boolean alone(Dialect dialect) {
    return false;
  }

  /** Writes; called on the writer's thread, and again if the transaction failed. */
  abstract T apply(WriteBatch batch) throws SQLException;

  /** Takes back what {@link #apply} changed in memory, because the transaction failed. */
  void undo() {}

  /** The transaction is durable; tell others about it. */
  void committed() {}

  final void run(WriteBatch batch) throws SQLException {
    outcome = apply(batch);
  }

  /** Writes in a transaction that is under way, and returns what will be the case if it commits. */
  final T applyNow(WriteBatch batch) throws SQLException {
    T result = apply(batch);
    outcome = result;
    return result;
  }

  @SuppressWarnings("NullAway") // null only for operations whose outcome is Void
  final void complete() {
    committed();
    stage.complete(outcome);
  }

  final void fail(StorageException failure) {
    stage.completeExceptionally(failure);
  }
}
