package dev.varve.samples.kills;

import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A storage that is closed together with the pool its connections come from. */
record PooledStorage(Storage storage, Closeable pool) implements Storage {
  @Override
  public StorageCapabilities capabilities() {
    return storage.capabilities();
  }

  @Override
  public List<String> hubs() {
    return storage.hubs();
  }

  @Override
  public HubStore hub(String name) {
    return storage.hub(name);
  }

  @Override
  public void close() {
    storage.close();
    try {
      pool.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
