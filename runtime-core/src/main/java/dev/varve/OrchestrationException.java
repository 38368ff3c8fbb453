package dev.varve;

import org.jspecify.annotations.Nullable;

/** The root of what Varve throws, bad arguments apart. */
public abstract class OrchestrationException extends RuntimeException {
  protected OrchestrationException(String message) {
    super(message);
  }

  protected OrchestrationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
