package dev.varve.testing.storage;

import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import java.time.InstantSource;

/** A store in memory, for every suite that is bound to it. */
public final class MemoryFixture implements StorageFixture {
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
}
