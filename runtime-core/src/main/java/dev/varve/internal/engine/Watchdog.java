package dev.varve.internal.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks for turns that take too long: code that blocks on something other than its context, or
 * loops. Each is reported once, with the stack of its thread.
 */
final class Watchdog {
  private final Residents residents;
  private final EngineClock clock;
  private final Duration limit;
  private final Map<Resident, Long> reported = new ConcurrentHashMap<>();

  Watchdog(Residents residents, EngineClock clock, Duration limit) {
    this.residents = residents;
    this.clock = clock;
    this.limit = limit;
  }

  void check() {
    long now = clock.nanoTime();
    reported.keySet().removeIf(resident -> resident.isOver() || resident.code().turnBegan() == 0);
    for (Resident resident : residents.all()) {
      long began = resident.code().turnBegan();
      if (began != 0 && now - began > limit.toNanos()) {
        report(resident, began, now);
      }
    }
  }

  /** How many turns are stuck now. */
  int stuckTurns() {
    return reported.size();
  }

  private void report(Resident resident, long began, long now) {
    Long before = reported.put(resident, began);
    if (before != null && before == began) {
      return;
    }
    StringBuilder stack = new StringBuilder();
    resident
        .code()
        .thread()
        .ifPresent(thread -> {
          for (StackTraceElement frame : thread.getStackTrace()) {
            stack.append("\n  at ").append(frame);
          }
        });
    EngineLog.log.warn(
        "the turn of instance '{}' ({}) has been running for {} ms. Orchestrators must not block, sleep"
            + " or compute for long; wait through the context and do the work in activities. It is"
            + " at:{}",
        resident.id(),
        resident.function(),
        (now - began) / 1_000_000,
        stack);
  }
}
