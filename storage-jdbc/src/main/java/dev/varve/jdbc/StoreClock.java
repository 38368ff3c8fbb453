package dev.varve.jdbc;

/**
 * The store's time in microseconds since the epoch. Never goes back while the process lives, so
 * that messages keep their order when a clock is set back. Thread-safe.
 */
interface StoreClock {
  long micros();

  /** The database has just said what time it is. */
  void learn(long databaseMicros);
}
