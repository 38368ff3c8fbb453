package dev.varve.cli;

import org.jspecify.annotations.Nullable;

/** What was asked for cannot be done. The message is for the person who asked. */
final class CommandFailedException extends RuntimeException {
  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
