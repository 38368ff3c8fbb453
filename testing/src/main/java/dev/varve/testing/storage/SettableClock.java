package dev.varve.testing.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Read by any thread, moved by the test's only. */
final class SettableClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread moves it
  void advance(Duration by) {
    now = now.plus(by);
  }
}
