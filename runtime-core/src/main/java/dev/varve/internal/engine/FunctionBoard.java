package dev.varve.internal.engine;

import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What somebody can run: registered here, or published by a live worker of the hub. Thread-safe.
 * The same object is given out as long as nothing changed. Of many that ask at once, one reads the
 * store, and the others take what it found.
 */
final class FunctionBoard {
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final HubStore hub;
  private final KnownFunctions own;
  private final Ports ports;
  private final ReentrantLock reading = new ReentrantLock();

  /** Written by whoever reads. */
  private volatile Reading latest;

  /**
   * What a look at the hub found.
   *
   * @param began when the look began: what was published later may be missing
   */
  private record Reading(KnownFunctions known, long began) {}

  FunctionBoard(HubStore hub, KnownFunctions own, Ports ports) {
    this.hub = hub;
    this.own = own;
    this.ports = ports;
    this.latest = new Reading(own, ports.clock().nanoTime() - MAX_AGE.toNanos());
  }

  /** What is known, at most a second old. */
  KnownFunctions known() {
    long oldest = ports.clock().nanoTime() - MAX_AGE.toNanos();
    Reading reading = latest;
    return reading.began() - oldest > 0 ? reading.known() : readSince(oldest);
  }

  /** What is known now. */
  KnownFunctions refreshed() {
    return readSince(ports.clock().nanoTime());
  }

  /** What a look found that began after this time, by the engine's clock. */
  private KnownFunctions readSince(long oldest) {
    if (!ports.scheduler().isConcurrent()) {
      return read(); // whoever reads now could not go on while another one waits for it
    }
    reading.lock();
    try {
      Reading found = latest;
      return found.began() - oldest > 0 ? found.known() : read();
    } finally {
      reading.unlock();
    }
  }

  private KnownFunctions read() {
    long began = ports.clock().nanoTime();
    KnownFunctions known = own.union(KnownFunctions.servedBy(hub.sessions()));
    KnownFunctions same = known.equals(latest.known()) ? latest.known() : known;
    latest = new Reading(same, began);
    return same;
  }
}
