package dev.varve.testing.versioning;

import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import dev.varve.storage.WorkerSession;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The shared store as one simulated process sees it. Thread-safe. */
final class ProcessStorage implements Storage {
  private final Storage store;
  private final Fate fate;
  private final List<WorkerSession> sessions = new CopyOnWriteArrayList<>();

  ProcessStorage(Storage store, Fate fate) {
    this.store = store;
    this.fate = fate;
  }

  /** The sessions it has opened, as the store made them. */
  List<WorkerSession> sessions() {
    return sessions;
  }

  @Override
  public StorageCapabilities capabilities() {
    return store.capabilities();
  }

  @Override
  public List<String> hubs() {
    return store.hubs();
  }

  @Override
  public HubStore hub(String name) {
    return new ProcessHub(store.hub(name), fate, sessions);
  }

  /** The store outlives the process. */
  @Override
  public void close() {}
}
