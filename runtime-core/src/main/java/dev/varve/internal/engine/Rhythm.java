package dev.varve.internal.engine;

import java.time.Duration;

/**
 * How often an engine does what it does unasked.
 *
 * @param poll how long to trust in wake-up hints before looking anyway
 * @param housekeeping how often to look after memory and stuck turns
 * @param renew how often to show that this engine is alive
 */
public record Rhythm(Duration poll, Duration housekeeping, Duration renew) {
  /** That of a real engine. */
  public static final Rhythm NORMAL =
      new Rhythm(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2));
}
