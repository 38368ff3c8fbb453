package dev.varve.azure;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a session looks for what others may have written, although nobody in this process told it
 * to. The interval grows while nothing is found and begins anew with work. Thread-safe.
 */
final class Rhythm {
  private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1);
  private static final Duration SHORTEST_LISTENING = Duration.ofMillis(50);

  /** Listening is one request, and a look at all lanes is many. */
  private static final int LISTENINGS_PER_LOOK = 30;

  private final LongSupplier nanos;
  private final long shortest;
  private final long longest;
  private long interval;
  private long next;

  private Rhythm(LongSupplier nanos, Duration shortest, Duration longest) {
    this.nanos = nanos;
    this.next = nanos.getAsLong();
    this.longest = Math.max(SHORTEST_LISTENING.toNanos(), longest.toNanos());
    this.shortest = Math.min(shortest.toNanos(), this.longest);
    this.interval = this.shortest;
  }

  /**
   * That of looks at all lanes. However much there is to do, once a second will do: news in this
   * process are known without a look, and those of others come by the doorbell.
   */
  static Rhythm looking(LongSupplier nanos, Duration longest) {
    return new Rhythm(nanos, SHORTEST_LOOK, longest);
  }

  /** That of listening to the doorbell, which begins at its slowest. */
  static Rhythm listening(LongSupplier nanos, Duration longestLook) {
    Rhythm slow = new Rhythm(nanos, SHORTEST_LISTENING, longestLook.dividedBy(LISTENINGS_PER_LOOK));
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
    interval = shortest;
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
