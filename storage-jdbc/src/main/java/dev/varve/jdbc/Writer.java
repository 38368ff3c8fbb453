package dev.varve.jdbc;

import java.util.concurrent.CompletableFuture;

/** Takes what is to be written. Thread-safe. */
interface Writer extends AutoCloseable {
  /** Queues an operation. */
  <T> CompletableFuture<T> submit(WriteOperation<T> operation);

  /** Writes what is queued and takes nothing more. */
  @Override
  void close();
}
