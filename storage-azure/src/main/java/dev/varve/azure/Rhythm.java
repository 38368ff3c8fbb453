package dev.varve.azure;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a session looks at all its lanes, although nobody told it to: others may have written there.
 * The interval grows while nothing is found and begins anew with work. Thread-safe.
 */
final class Rhythm {
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private final LongSupplier nanos;
  private final long longest;
  private long interval = SHORTEST.toNanos();
  private long next;

  Rhythm(LongSupplier nanos, Duration longest) {
    this.nanos = nanos;
    this.next = nanos.getAsLong();
    this.longest = Math.max(SHORTEST.toNanos(), longest.toNanos());
  }

  /** One that begins at its slowest. */
  static Rhythm slow(LongSupplier nanos, Duration longest) {
    Rhythm slow = new Rhythm(nanos, longest);
    slow.interval = slow.longest;
    slow.next += slow.longest;
    return slow;
  }

  /** Whether the time has come; if so, the next interval begins. */
  synchronized boolean isDue() {
    long now = nanos.getAsLong();
    if (now - next < 0) {
      return false;
    }
    next = now + interval;
    interval = Math.min(longest, interval * 2);
    return true;
  }

  /** There was something to do. */
  synchronized void found() {
    interval = SHORTEST.toNanos();
    next = Math.min(next, nanos.getAsLong() + interval);
  }

  /** A look did not come to its end: it is made up for. */
  synchronized void again() {
    next = nanos.getAsLong();
  }

  synchronized Duration untilNext() {
    return Duration.ofNanos(Math.max(0, next - nanos.getAsLong()));
  }
}
