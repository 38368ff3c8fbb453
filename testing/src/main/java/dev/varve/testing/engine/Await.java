package dev.varve.testing.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that come about on other threads. */
final class Await {
  /** Generous: only a test that fails waits this long. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final long FIRST_PAUSE = Duration.ofMillis(1).toNanos();

  /** To look may cost the store much, so it is done less and less. */
  private static final long LONGEST_PAUSE = Duration.ofMillis(20).toNanos();

  private Await() {}

  /** Returns as soon as the condition holds, and fails the test if it does not come about. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    long pause = FIRST_PAUSE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            String.format(Locale.ROOT, "%s did not come about within %s", what, LONGEST));
      }
      // The one place where tests wait by looking: conditions of real engines signal nobody.
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  }
}
