package dev.varve.versioning.status;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstanceRow;
import java.time.Instant;

/**
 * What an instance that has not ended is doing; each has exactly one. An instance that continues as
 * new stays RUNNING: the end of one execution and the start of the next are one transaction in
 * every store, so no look falls between them.
 */
public enum ActiveStatus {
  /** Started, and no turn has run. */
  PENDING,
  /** Started for a time that has not come yet. */
  SCHEDULED,
  /** Taken up; it may be waiting for a timer, an event, a child or a worker that serves it. */
  RUNNING,
  /** Suspended by request. */
  SUSPENDED,
  /** Cannot go on, whatever else it is; see {@link dev.varve.InstanceCondition}. */
  PARKED;

  /**
   * What an instance was doing during a look.
   *
   * @param at when the look began; an instance that has ended since was RUNNING
   */
  static ActiveStatus of(InstanceRow row, Instant at) {
    if (row.park().isPresent()) {
      return PARKED;
    }
    if (row.status() == OrchestrationRuntimeStatus.SUSPENDED) {
      return SUSPENDED;
    }
    if (row.status() != OrchestrationRuntimeStatus.PENDING) {
      return RUNNING;
    }
    return row.scheduledStart().filter(start -> start.isAfter(at)).isPresent()
        ? SCHEDULED
        : PENDING;
  }
}
