package dev.varve;

import org.jspecify.annotations.Nullable;

/** Thrown by an activity or a child orchestration whose failure no retry policy may retry. */
public class NonRetriableException extends RuntimeException {
  public NonRetriableException(String message) {
    super(message);
  }

  public NonRetriableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
