package dev.varve;

import java.time.Duration;

/** An instance did not get that far within the time given. It goes on; wait again or look at it. */
public final class WaitTimeoutException extends OrchestrationException {
  private final String instanceId;

  public WaitTimeoutException(String instanceId, String what, Duration timeout) {
    super(
        "instance '"
            + instanceId
            + "' did not "
            + what
            + " within "
            + timeout
            + "; it goes on, and can be waited for again");
    this.instanceId = instanceId;
  }

  /** The instance waited for. */
  public String instanceId() {
    return instanceId;
  }
}
