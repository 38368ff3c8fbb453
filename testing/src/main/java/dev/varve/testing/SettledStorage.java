package dev.varve.testing;

import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store as virtual time needs it: every stage is complete when it is returned, and wake-ups and
 * change signals come on the calling thread, whatever threads the store behind it has. Thread-safe.
 */
public final class SettledStorage implements Storage {
  private final Storage store;
  private final StoreCalls calls;
  private final Map<String, HubSignals> signals = new ConcurrentHashMap<>();

  /**
   * @param calls sees every call
   */
  public SettledStorage(Storage store, StoreCalls calls) {
    this.store = store;
    this.calls = calls;
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
    HubStore hub = calls.make("hub", () -> store.hub(name));
    return new SettledHub(hub, calls, signals.computeIfAbsent(name, n -> new HubSignals()));
  }

  @Override
  public void close() {
    store.close();
  }
}
