package dev.varve.versioning.bump;

import dev.varve.OrchestrationException;
import org.jspecify.annotations.Nullable;

/** Nothing was copied and no file was changed. The message says what to do about it. */
public final class BumpRefusedException extends OrchestrationException {
  BumpRefusedException(String message) {
    super(message);
  }

  BumpRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
