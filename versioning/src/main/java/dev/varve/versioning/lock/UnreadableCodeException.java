package dev.varve.versioning.lock;

import dev.varve.OrchestrationException;
import org.jspecify.annotations.Nullable;

/** The code of a registered function cannot be found or read. Do what the message says. */
public final class UnreadableCodeException extends OrchestrationException {
  UnreadableCodeException(String message) {
    this(message, null);
  }

  UnreadableCodeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
