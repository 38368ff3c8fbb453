package dev.varve.internal.engine;

/** The engine's only way to elapsed time. Points in time come from the store. */
@FunctionalInterface
public interface EngineClock {
  /** A count of nanoseconds that never goes back, from an arbitrary origin. */
  long nanoTime();
}
