package dev.varve.storage;

import dev.varve.Names;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hubs in the memory of this process: the reference for what a store does, and the store of fast
 * tests. Nothing survives {@link #close} or the process.
 *
 * <p>Thread-safe. Has no thread of its own and reads no clock but the one given: every stage it
 * returns is complete, wake-ups and change signals run on the thread that caused them, outside all
 * locks.
 */
public final class InMemoryStorage implements Storage {
  private static final StorageCapabilities CAPABILITIES =
      new StorageCapabilities(
          true, false, Integer.MAX_VALUE, Duration.ofDays(365_000), true, false, false);

  private final InstantSource clock;
  private final Map<String, MemoryHub> hubs = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A store on the system's clock. */
  public InMemoryStorage() {
    this(InstantSource.system());
  }

  /**
   * A store on another clock, for tests and simulation.
   *
   * @param clock read whenever the store needs the time; the store's time never goes back, even if
   *     this does
   */
  public InMemoryStorage(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public StorageCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public HubStore hub(String name) {
    if (closed) {
      throw new StorageException("the in-memory storage is closed; open another one", null);
    }
    return hubs.computeIfAbsent(Names.requireHub(name), hub -> new MemoryHub(hub, clock));
  }

  @Override
  public List<String> hubs() {
    return hubs.keySet().stream().sorted().toList();
  }

  /**
   * Ends a session the way the death of its process would, for tests: nothing is released, what it
   * owned waits for {@link WorkerSession#recover} by another session.
   *
   * @throws IllegalArgumentException if the session is not one of an in-memory store
   */
  public void crash(WorkerSession session) {
    if (!(session instanceof MemorySession memory)) {
      throw new IllegalArgumentException("session " + session.id() + " is not of this storage");
    }
    memory.crash();
  }

  @Override
  public void close() {
    closed = true;
    hubs.values().forEach(MemoryHub::close);
  }
}
