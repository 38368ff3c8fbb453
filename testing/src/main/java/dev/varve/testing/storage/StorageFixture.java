package dev.varve.testing.storage;

import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import java.time.InstantSource;

/** How the conformance suite reaches one store. A new fixture, and so an empty store, per test. */
public interface StorageFixture extends AutoCloseable {
  /**
   * Opens the store: empty the first time, later with what it held, if it is durable. The suite
   * closes it before it opens it again.
   *
   * @param clock the store's clock; the suite moves it forward by hand
   */
  Storage open(InstantSource clock);

  /**
   * Ends a session of the open store the way the death of its process would: nothing is released,
   * and {@link WorkerSession#recover} of another session finds it dead from here on.
   */
  void crash(WorkerSession session);

  /** Removes what the test left behind. The store is closed already. */
  @Override
  void close();
}
