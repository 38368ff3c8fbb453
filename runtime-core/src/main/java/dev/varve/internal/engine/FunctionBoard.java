package dev.varve.internal.engine;

import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import dev.varve.storage.SessionRow;
import java.time.Duration;

/**
 * What somebody can run: registered here, or published by a live worker of the hub. Thread-safe.
 * The same object is given out as long as nothing changed.
 */
final class FunctionBoard {
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final HubStore hub;
  private final KnownFunctions own;
  private final EngineClock clock;
  private volatile Reading latest;

  private record Reading(KnownFunctions known, long nanos) {}

  FunctionBoard(HubStore hub, KnownFunctions own, EngineClock clock) {
    this.hub = hub;
    this.own = own;
    this.clock = clock;
    this.latest = new Reading(own, clock.nanoTime() - MAX_AGE.toNanos());
  }

  /** What is known, at most a second old. */
  KnownFunctions known() {
    Reading reading = latest;
    return clock.nanoTime() - reading.nanos() < MAX_AGE.toNanos() ? reading.known() : refreshed();
  }

  /** What is known now. */
  KnownFunctions refreshed() {
    KnownFunctions known = own;
    for (SessionRow session : hub.sessions()) {
      known =
          known.union(
              KnownFunctions.of(
                  session.descriptor().orchestrators(), session.descriptor().activities()));
    }
    KnownFunctions same = known.equals(latest.known()) ? latest.known() : known;
    latest = new Reading(same, clock.nanoTime());
    return same;
  }
}
