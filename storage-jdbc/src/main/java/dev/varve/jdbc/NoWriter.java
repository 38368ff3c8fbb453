package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.util.concurrent.CompletableFuture;

/** Refuses everything: the store was opened for reading. */
enum NoWriter implements Writer {
  INSTANCE;

  @Override
  public <T> CompletableFuture<T> submit(WriteOperation<T> operation) {
    operation.fail(
        new StorageException(
            "the store was opened for reading; open it for writing to change something", null));
    return operation.stage();
  }

  @Override
  public void close() {}
}
