package dev.varve.samples;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does. */
public final class Await {
  private static final long NANOS_BETWEEN_LOOKS = 5_000_000;

  private Await() {}

  /**
   * Returns once the condition holds.
   *
   * @throws IllegalStateException if that takes longer than this
   */
  public static void until(String what, Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited " + longest + " in vain: " + what);
      }
      LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
    }
  }
}
