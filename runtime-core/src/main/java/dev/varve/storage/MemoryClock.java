package dev.varve.storage;

import java.time.Instant;
import java.time.InstantSource;

/** The store's time in microseconds since the epoch; never goes back. Guarded by the hub's lock. */
final class MemoryClock {
  private static final long MICROS = 1_000_000;
  private static final long LAST_SECOND = Long.MAX_VALUE / MICROS - 1;

  private final InstantSource source;
  private long latest = Long.MIN_VALUE;

  MemoryClock(InstantSource source) {
    this.source = source;
  }

  long now() {
    latest = Math.max(latest, floor(source.instant()));
    return latest;
  }

  static long floor(Instant instant) {
    long second = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, instant.getEpochSecond()));
    return second * MICROS + instant.getNano() / 1_000;
  }

  /** Rounds up, so that what is due at the instant is not handed out before it (G10). */
  static long ceiling(Instant instant) {
    return floor(instant) + (instant.getNano() % 1_000 == 0 ? 0 : 1);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }
}
