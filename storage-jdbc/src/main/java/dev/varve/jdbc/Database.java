package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;

/** What the hubs of one database share. */
record Database(
    Dialect dialect,
    StoreClock clock,
    FunctionIds functions,
    GroupWriter writer,
    Readers readers,
    Liveness liveness) {

  /** Writes and waits until it is durable. */
  <T> T await(WriteOperation<T> operation) {
    CallbackOperation<?> transaction = CallbackOperation.running();
    if (transaction != null) {
      return join(transaction, operation);
    }
    try {
      return writer.submit(operation).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StorageException failure) {
        throw new StorageException(
            String.valueOf(failure.getMessage()), failure, failure.outcomeUnknown());
      }
      throw e;
    }
  }

  /** On the writer's own thread nothing can be waited for; it becomes part of the transaction. */
  private <T> T join(CallbackOperation<?> transaction, WriteOperation<T> operation) {
    try {
      return transaction.join(operation);
    } catch (SQLException e) {
      throw dialect.failure("write", e, false);
    }
  }
}
