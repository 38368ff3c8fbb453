package dev.varve.jdbc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of the database server, which all workers share, however wrong their own clocks are:
 * what it last said and the time that has passed here since. As the answer took a moment, this is
 * never ahead of the server, so that nothing is early.
 */
final class DatabaseClock implements StoreClock {
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

  /** What to add to this process's own time; the latest answer counts. */
  private volatile long difference;

  DatabaseClock(long databaseMicros) {
    learn(databaseMicros);
  }

  @Override
  public void learn(long databaseMicros) {
    difference = databaseMicros - ownMicros();
  }

  @Override
  public long micros() {
    return last.accumulateAndGet(ownMicros() + difference, Math::max);
  }

  private static long ownMicros() {
    return System.nanoTime() / 1_000;
  }
}
