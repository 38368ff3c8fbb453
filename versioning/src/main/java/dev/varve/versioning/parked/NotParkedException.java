package dev.varve.versioning.parked;

import dev.varve.OrchestrationException;

/**
 * An instance that is not parked was to be explained or tried again. Nothing was changed. One that
 * waits for a worker needs a worker that serves it; one that is suspended is tried again when it is
 * resumed.
 */
public final class NotParkedException extends OrchestrationException {
  private final String instanceId;

  NotParkedException(String instanceId, String message) {
    super(message);
    this.instanceId = instanceId;
  }

  /** The instance. */
  public String instanceId() {
    return instanceId;
  }
}
