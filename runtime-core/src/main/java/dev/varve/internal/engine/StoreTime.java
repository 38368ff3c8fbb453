package dev.varve.internal.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The store's time as far as it is known here: the latest reading plus what elapsed since by a
 * monotonic clock, never going back. Thread-safe.
 */
final class StoreTime {
  private final EngineClock clock;
  private volatile Reading latest;

  private record Reading(Instant store, long nanos) {}

  StoreTime(EngineClock clock, Instant first) {
    this.clock = clock;
    this.latest = new Reading(first, clock.nanoTime());
  }

  Instant now() {
    Reading reading = latest;
    return reading
        .store()
        .plusNanos(clock.nanoTime() - reading.nanos())
        .truncatedTo(ChronoUnit.MICROS);
  }

  /** Takes in a reading; one that would set the clock back is passed over. */
  void learn(Instant store) {
    if (store.isAfter(now())) {
      latest = new Reading(store, clock.nanoTime());
    }
  }
}
