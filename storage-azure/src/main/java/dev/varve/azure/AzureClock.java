package dev.varve.azure;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The store's time in microseconds: this machine's monotonic clock, set by the time that the
 * service told last. Never goes back. Thread-safe.
 */
final class AzureClock {
  private final @Nullable InstantSource given;
  private final long startNanos = System.nanoTime();
  private long startMicros = Micros.floor(Instant.now());
  private long bestRoundTrip = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  /**
   * @param given another clock to read, or null for the service's
   */
  AzureClock(@Nullable InstantSource given) {
    this.given = given;
  }

  synchronized long now() {
    long now =
        given == null
            ? startMicros + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos)
            : Micros.floor(given.instant());
    latest = Math.max(latest, now);
    return latest;
  }

  /** Monotonic nanoseconds, for intervals. */
  long nanos() {
    return given == null ? System.nanoTime() : TimeUnit.MICROSECONDS.toNanos(now());
  }

  /** Whether it goes by the time of the service. */
  boolean learns() {
    return given == null;
  }

  /**
   * Takes in what time it was at the service between two moments of this process. The shorter they
   * lie apart, the better is the time known.
   */
  synchronized void learn(Instant service, long askedNanos, long answeredNanos) {
    long roundTrip = answeredNanos - askedNanos;
    if (roundTrip > bestRoundTrip) {
      bestRoundTrip += bestRoundTrip / 10; // clocks drift: what was learnt long ago counts less
      return;
    }
    bestRoundTrip = Math.max(roundTrip, TimeUnit.MILLISECONDS.toNanos(1));
    long middle = askedNanos + roundTrip / 2;
    startMicros = Micros.floor(service) - TimeUnit.NANOSECONDS.toMicros(middle - startNanos);
  }
}
