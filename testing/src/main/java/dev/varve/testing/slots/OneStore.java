package dev.varve.testing.slots;

import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import java.util.List;

/** A store of which everybody has a view of his own, whose closing closes nothing. */
record OneStore(Storage store) implements Storage {
  @Override
  public StorageCapabilities capabilities() {
    return store.capabilities();
  }

  @Override
  public HubStore hub(String name) {
    return store.hub(name);
  }

  @Override
  public List<String> hubs() {
    return store.hubs();
  }

  @Override
  public void close() {}
}
