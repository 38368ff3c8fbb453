package dev.varve.versioning.slots;

import dev.varve.OrchestrationException;
import java.time.Duration;

/** A start was refused because starts are closed for a swap or a drain. Nothing was written. */
public final class StartsClosedException extends OrchestrationException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  StartsClosedException(String app, String cause, Duration retryAfter) {
    super(
        "starts of '%s' are closed for %s; nothing was written, start again after %d s"
            .formatted(app, cause, retryAfter.toSeconds()));
    this.retryAfter = retryAfter;
  }

  /** When it is worth trying again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
