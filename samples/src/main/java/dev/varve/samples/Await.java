package dev.varve.samples;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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
    until(() -> what, longest, condition);
  }

  /**
   * Returns once the condition holds.
   *
   * @param what asked for when the time is over
   * @throws IllegalStateException if that takes longer than this
   */
  public static void until(Supplier<String> what, Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited " + longest + " in vain: " + what.get());
      }
      LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
    }
  }
}
