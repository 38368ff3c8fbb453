package dev.varve.azure;

import java.time.Instant;

/** Points in time as microseconds since the epoch, which is what due times are compared by. */
final class Micros {
  /** Before everything else. */
  static final long FIRST = Long.MIN_VALUE;

  /** The due time of nothing. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long MICROS = 1_000_000;
  private static final long LAST_SECOND = Long.MAX_VALUE / MICROS - 1;

  private Micros() {}

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
