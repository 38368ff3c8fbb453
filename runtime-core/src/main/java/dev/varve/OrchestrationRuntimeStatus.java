package dev.varve;

/**
 * The status of an instance, in Durable Task's words. Why a running one cannot go on now is its
 * condition.
 */
public enum OrchestrationRuntimeStatus {
  /** Started, no turn has run; also while it waits for its scheduled start time. */
  PENDING,
  /** A worker has taken it up; it may be waiting for something. */
  RUNNING,
  /** Buffers everything that arrives until it is resumed. */
  SUSPENDED,
  /** Ended with an output. */
  COMPLETED,
  /** Ended with a failure its code did not handle. */
  FAILED,
  /** Ended by request. */
  TERMINATED;

  /** Whether the instance has ended for good. */
  public boolean isFinished() {
    return switch (this) {
      case PENDING, RUNNING, SUSPENDED -> false;
      case COMPLETED, FAILED, TERMINATED -> true;
    };
  }
}
