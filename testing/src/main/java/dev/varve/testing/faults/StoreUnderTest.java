package dev.varve.testing.faults;

import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import java.time.InstantSource;
import java.util.List;

/** An empty store for one run of a sweep, which can lose the process that uses it. */
public interface StoreUnderTest extends AutoCloseable {
  /** The store as it is open now. */
  Storage storage();

  /**
   * The process that has the store open dies; then another one opens it.
   *
   * @param sessions those it opened; some may be closed
   */
  void crash(List<WorkerSession> sessions);

  /** Removes it. */
  @Override
  void close();

  /** A store in memory. */
  static StoreUnderTest inMemory(InstantSource clock) {
    InMemoryStorage storage = new InMemoryStorage(clock);
    return new StoreUnderTest() {
      @Override
      public Storage storage() {
        return storage;
      }

      @Override
      public void crash(List<WorkerSession> sessions) {
        sessions.forEach(storage::crash);
      }

      @Override
      public void close() {
        storage.close();
      }
    };
  }
}
