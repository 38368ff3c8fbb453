package dev.varve.jdbc;

import dev.varve.storage.StorageException;
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
}
