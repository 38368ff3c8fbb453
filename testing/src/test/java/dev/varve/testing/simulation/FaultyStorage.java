package dev.varve.testing.simulation;

import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import java.util.List;

/** The store as one process sees it. */
final class FaultyStorage implements Storage {
  private final StorageCapabilities capabilities;
  private final HubStore hub;

  FaultyStorage(StorageCapabilities capabilities, HubStore hub) {
    this.capabilities = capabilities;
    this.hub = hub;
  }

  @Override
  public StorageCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<String> hubs() {
    return List.of(hub.name());
  }

  @Override
  public HubStore hub(String name) {
    return hub;
  }

  @Override
  public void close() {
    // Shared by all processes.
  }
}
