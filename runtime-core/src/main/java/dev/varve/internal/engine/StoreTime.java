package dev.varve.internal.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The store's time as far as it is known here: the latest reading plus what elapsed since by a
 * monotonic clock. It goes back only where the store shows that the clock here ran ahead. An
 * instance's turn times never go back all the same. Thread-safe.
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

  /** The monotonic clock now, for {@link #correct}. */
  long ticks() {
    return clock.nanoTime();
  }

  /**
   * Takes in a reading that the store made between the two ticks, so that even a slow answer shows
   * whether the time here is ahead: a clock that is a little fast would get away for good.
   *
   * @param asked the ticks when the store was asked
   */
  void correct(Instant store, long asked) {
    long answered = clock.nanoTime();
    Instant latestPossible = store.plusNanos(answered - asked);
    if (now().isAfter(latestPossible)) {
      latest = new Reading(latestPossible, answered);
    } else {
      learn(store);
    }
  }

  /** Takes in a reading that may be old; one that would set the clock back is passed over. */
  void learn(Instant store) {
    if (store.isAfter(now())) {
      latest = new Reading(store, clock.nanoTime());
    }
  }
}
