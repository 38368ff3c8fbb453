package dev.varve.jdbc;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The time of this machine, or of a test. */
final class MachineClock implements StoreClock {
  private final InstantSource source;
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

  MachineClock(InstantSource source) {
    this.source = source;
  }

  @Override
  public long micros() {
    var now = source.instant();
    long micros = Math.addExact(now.getEpochSecond() * 1_000_000L, now.getNano() / 1_000);
    return last.accumulateAndGet(micros, Math::max);
  }

  @Override
  public void learn(long databaseMicros) {}
}
