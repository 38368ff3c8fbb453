package dev.varve.azure;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Ids of messages, activities and epochs: unique in the hub without asking anybody, and counting up
 * within this process, so that what is due at the same time keeps its order. Thread-safe.
 */
final class Ids {
  private static final long BASE = Micros.floor(Instant.parse("2024-01-01T00:00:00Z"));
  private static final int RANDOM_BITS = 12;

  private final SplittableRandom random = new SplittableRandom();
  private long last;

  synchronized long next() {
    long micros = Math.max(0, Micros.floor(Instant.now()) - BASE);
    long id = (micros << RANDOM_BITS) | random.nextInt(1 << RANDOM_BITS);
    last = Math.max(last + 1, id);
    return last;
  }
}
