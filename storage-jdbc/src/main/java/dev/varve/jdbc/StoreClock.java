package dev.varve.jdbc;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The store's time in microseconds since the epoch. Never goes back while the process lives, so
 * that messages keep their order when the machine's clock is set back. Thread-safe.
 */
final class StoreClock {
  private final InstantSource source;
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

  StoreClock(InstantSource source) {
    this.source = source;
  }

  long micros() {
    var now = source.instant();
    long micros = Math.addExact(now.getEpochSecond() * 1_000_000L, now.getNano() / 1_000);
    return last.accumulateAndGet(micros, Math::max);
  }
}
