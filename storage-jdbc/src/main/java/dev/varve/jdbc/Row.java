package dev.varve.jdbc;

import java.time.DateTimeException;
import java.time.Instant;

/** How values lie in columns: times as microseconds since the epoch, enumerations by number. */
final class Row {
  private static final long MICROS = 1_000_000L;

  private Row() {}

  /** Rounds up, so that nothing is due early; times out of range are as late as can be. */
  static long micros(Instant time) {
    try {
      long whole = Math.multiplyExact(time.getEpochSecond(), MICROS);
      return Math.addExact(whole, (time.getNano() + 999) / 1_000);
    } catch (ArithmeticException e) {
      return time.getEpochSecond() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  static Instant time(long micros) {
    try {
      return Instant.ofEpochSecond(
          Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    } catch (DateTimeException e) {
      return micros > 0 ? Instant.MAX : Instant.MIN;
    }
  }
}
