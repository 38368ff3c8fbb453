package dev.varve;

import dev.varve.storage.ParkRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * An instance did not get that far within the time given. It goes on, and can be waited for again,
 * unless it is parked: then the message says why.
 */
public final class WaitTimeoutException extends OrchestrationException {
  private final String instanceId;

  public WaitTimeoutException(
      String instanceId, String what, Duration timeout, Optional<ParkRecord> park) {
    super(
        "instance '"
            + instanceId
            + "' did not "
            + what
            + " within "
            + timeout
            + park.map(why -> "; it is parked (" + why.condition() + "): " + why.explanation())
                .orElse("; it goes on, and can be waited for again"));
    this.instanceId = instanceId;
  }

  /** The instance waited for. */
  public String instanceId() {
    return instanceId;
  }
}
