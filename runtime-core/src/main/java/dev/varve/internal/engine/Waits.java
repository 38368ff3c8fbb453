package dev.varve.internal.engine;

import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.WaitTimeoutException;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for instances to get somewhere. Changes made by this process signal; changes by others are
 * found by looking now and then, less often the longer it takes. Thread-safe.
 */
final class Waits {
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);

  private final HubStore hub;
  private final EngineClock clock;
  private final EngineScheduler scheduler;
  private final Predicate<String> isResident;
  private final Map<String, Signal> signals = new ConcurrentHashMap<>();
  private final Duration longestLook;
  private final AutoCloseable registration;
  private volatile boolean closed;

  /** What the next that happens to an instance is told by. */
  private static final class Signal {
    private final CompletableFuture<Void> given = new CompletableFuture<>();

    /** The row of an instance that has ended, if the store told it. */
    private volatile @Nullable InstanceRow ended;
  }

  /**
   * @param longestLook how long to trust in hints before looking anyway
   * @param isResident whether an instance is worked on here; its end is then signaled for certain
   */
  Waits(HubStore hub, Ports ports, Duration longestLook, Predicate<String> isResident) {
    this.hub = hub;
    this.clock = ports.clock();
    this.scheduler = ports.scheduler();
    this.longestLook = longestLook;
    this.isResident = isResident;
    this.registration = hub.onChange(this::changed);
  }

  /** The row as soon as a worker has taken the instance up. */
  InstanceRow untilStarted(String instanceId, Duration timeout) {
    return until(
        instanceId,
        "start",
        row -> row.status() != OrchestrationRuntimeStatus.PENDING,
        timeout,
        id -> false);
  }

  /**
   * The row as soon as the instance has ended. While it is in memory here it has not, so that
   * nothing is read; the signal that it is gone comes after it is not found here any more.
   */
  InstanceRow untilEnded(String instanceId, Duration timeout) {
    return until(instanceId, "end", row -> row.status().isFinished(), timeout, isResident);
  }

  private InstanceRow until(
      String instanceId,
      String what,
      Predicate<InstanceRow> condition,
      Duration timeout,
      Predicate<String> notYet) {
    Names.requireInstanceId(instanceId);
    long began = clock.nanoTime();
    Duration look = FIRST_LOOK;
    while (true) {
      // Registered before anything is looked at, so that no change falls in between.
      Signal changed = signals.computeIfAbsent(instanceId, id -> new Signal());
      boolean signaled = notYet.test(instanceId);
      StorageException trouble = null;
      try {
        InstanceRow row = signaled ? null : read(instanceId);
        if (row != null && condition.test(row)) {
          signal(instanceId);
          return row;
        }
      } catch (StorageException e) {
        trouble = e; // It may answer again before the time is up.
      }
      Duration left = timeout.minusNanos(clock.nanoTime() - began);
      if (!left.isPositive() || (trouble != null && closed)) {
        signal(instanceId);
        if (trouble != null) {
          throw trouble;
        }
        throw new WaitTimeoutException(instanceId, what, timeout, parked(instanceId));
      }
      Duration pause = signaled ? longestLook : look;
      scheduler.await(changed.given, left.compareTo(pause) < 0 ? left : pause);
      InstanceRow ended = changed.ended;
      if (ended != null && changed.given.isDone() && condition.test(ended)) {
        return ended;
      }
      look = look.multipliedBy(2).compareTo(longestLook) > 0 ? longestLook : look.multipliedBy(2);
    }
  }

  /** Why it could not get there, if it is parked. */
  private Optional<ParkRecord> parked(String instanceId) {
    return hub.instance(instanceId).flatMap(InstanceRow::park);
  }

  private InstanceRow read(String instanceId) {
    return hub.instance(instanceId)
        .orElseThrow(() -> {
          signal(instanceId);
          return new InstanceNotFoundException(instanceId);
        });
  }

  /** The end of an instance that is still in memory here is signaled when it no longer is. */
  private void changed(InstanceChange change) {
    Signal signal = signals.get(change.instanceId());
    if (signal == null) {
      return;
    }
    signal.ended = change.row().orElse(null);
    if (!change.status().isFinished() || !isResident.test(change.instanceId())) {
      signal(change.instanceId());
    }
  }

  /** Wakes all that wait for the instance; those who still wait register anew. */
  void signal(String instanceId) {
    Signal signal = signals.remove(instanceId);
    if (signal != null) {
      signal.given.complete(null);
    }
  }

  void close() {
    closed = true;
    try {
      registration.close();
    } catch (Exception e) {
      EngineLog.log.warn("a listener could not be removed", e);
    }
  }
}
