package dev.varve.testing.storage;

import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import java.time.InstantSource;

final class InMemoryStorageConformanceTest extends StorageConformance {
  @Override
  protected StorageFixture fixture() {
    return new StorageFixture() {
      private InMemoryStorage storage = new InMemoryStorage();

      @Override
      public Storage open(InstantSource clock) {
        storage = new InMemoryStorage(clock);
        return storage;
      }

      @Override
      public void crash(WorkerSession session) {
        storage.crash(session);
      }

      @Override
      public void close() {}
    };
  }
}
