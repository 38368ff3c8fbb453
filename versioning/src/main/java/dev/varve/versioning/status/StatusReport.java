package dev.varve.versioning.status;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was in flight on one hub. Immutable.
 *
 * @param subject what was looked at
 * @param at when the look began, by the store's clock
 * @param counts how many instances there were of each active status, those without any included
 * @param counted the active statuses that keep the hub from being idle
 * @param exempted how many instances were left out of the counts because their function is exempt
 * @param blockers the oldest instances that keep it from being idle; not all if there are many
 */
public record StatusReport(
    Subject subject,
    Instant at,
    Map<ActiveStatus, Long> counts,
    Set<ActiveStatus> counted,
    long exempted,
    List<Blocker> blockers) {
  /** The exit code of a hub that is idle. */
  public static final int EXIT_IDLE = 0;

  /** The exit code of a hub with something in flight. */
  public static final int EXIT_BUSY = 3;

  public StatusReport {
    Map<ActiveStatus, Long> all = new EnumMap<>(ActiveStatus.class);
    for (ActiveStatus status : ActiveStatus.values()) {
      all.put(status, counts.getOrDefault(status, 0L));
    }
    counts = Collections.unmodifiableMap(all);
    Set<ActiveStatus> which = EnumSet.noneOf(ActiveStatus.class);
    which.addAll(counted);
    counted = Collections.unmodifiableSet(which);
    blockers = List.copyOf(blockers);
  }

  /**
   * What was looked at.
   *
   * @param hub the hub's name
   * @param slot the slot it belongs to, if known
   * @param versions of the app that works on it, if known; more than one while workers are replaced
   */
  public record Subject(String hub, Optional<String> slot, Set<String> versions) {
    public Subject {
      versions = Collections.unmodifiableSet(new TreeSet<>(versions));
    }
  }

  /** Whether anything that counts is in flight. */
  public boolean hasRunning() {
    return inFlight() > 0;
  }

  /** How many instances that count are in flight. */
  public long inFlight() {
    return counted.stream().mapToLong(status -> counts.getOrDefault(status, 0L)).sum();
  }

  /** How many of those are not among the listed blockers. */
  public long unlisted() {
    return inFlight() - blockers.size();
  }

  /** 0 if idle, 3 if busy; for pipelines. */
  public int exitCode() {
    return hasRunning() ? EXIT_BUSY : EXIT_IDLE;
  }

  /** For people. */
  public String toText() {
    return StatusText.of(this);
  }

  /**
   * For programs: one JSON object, which begins with {@code "HasRunning"}.
   *
   * <pre>{@code
   * {"HasRunning": true, "slot": "production", "hub": "orders", "versions": ["1.4.2"],
   *  "at": "2026-01-31T12:00:00Z",
   *  "counts": {"PENDING": 0, "SCHEDULED": 0, "RUNNING": 1, "SUSPENDED": 0, "PARKED": 0},
   *  "counted": ["PENDING", "SCHEDULED", "RUNNING", "SUSPENDED", "PARKED"], "exempted": 0,
   *  "blockers": [{"instance": "order-17", "function": "Order_v1", "status": "RUNNING",
   *    "createdAt": "2026-01-31T11:00:00Z", "ageSeconds": 3600, "eternal": false}],
   *  "unlisted": 0}
   * }</pre>
   */
  public String toJson() {
    return StatusJson.of(this);
  }

  /**
   * Reads what {@link #toJson} wrote, perhaps elsewhere.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static StatusReport parse(String json) {
    return StatusJson.parse(json);
  }
}
