package dev.varve.internal.engine;

import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.WaitTimeoutException;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.InstanceRow;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Waits for instances to get somewhere. Changes made by this process signal; changes by others are
 * found by looking now and then, less often the longer it takes. Thread-safe.
 */
final class Waits {
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);

  private final HubStore hub;
  private final EngineClock clock;
  private final EngineScheduler scheduler;
  private final Map<String, CompletableFuture<Void>> signals = new ConcurrentHashMap<>();
  private final Duration longestLook;
  private final AutoCloseable registration;

  /**
   * @param longestLook how long to trust in hints before looking anyway
   */
  Waits(HubStore hub, Ports ports, Duration longestLook) {
    this.hub = hub;
    this.clock = ports.clock();
    this.scheduler = ports.scheduler();
    this.longestLook = longestLook;
    this.registration = hub.onChange(this::changed);
  }

  /**
   * The row as soon as it meets the condition.
   *
   * @param what the condition in words, for the message
   */
  InstanceRow until(
      String instanceId, String what, Predicate<InstanceRow> condition, Duration timeout) {
    Names.requireInstanceId(instanceId);
    long began = clock.nanoTime();
    Duration look = FIRST_LOOK;
    while (true) {
      // Registered before the row is read, so that no change falls in between.
      CompletableFuture<Void> changed =
          signals.computeIfAbsent(instanceId, id -> new CompletableFuture<>());
      InstanceRow row = read(instanceId);
      Duration left = timeout.minusNanos(clock.nanoTime() - began);
      if (condition.test(row)) {
        signal(instanceId);
        return row;
      }
      if (!left.isPositive()) {
        signal(instanceId);
        throw new WaitTimeoutException(instanceId, what, timeout);
      }
      scheduler.await(changed, left.compareTo(look) < 0 ? left : look);
      look = look.multipliedBy(2).compareTo(longestLook) > 0 ? longestLook : look.multipliedBy(2);
    }
  }

  private InstanceRow read(String instanceId) {
    return hub.instance(instanceId)
        .orElseThrow(() -> {
          signal(instanceId);
          return new InstanceNotFoundException(instanceId);
        });
  }

  private void changed(InstanceChange change) {
    signal(change.instanceId());
  }

  /** Wakes all that wait for the instance; those who still wait register anew. */
  private void signal(String instanceId) {
    CompletableFuture<Void> signal = signals.remove(instanceId);
    if (signal != null) {
      signal.complete(null);
    }
  }

  void close() {
    try {
      registration.close();
    } catch (Exception e) {
      EngineLog.log.warn("a listener could not be removed", e);
    }
  }
}
