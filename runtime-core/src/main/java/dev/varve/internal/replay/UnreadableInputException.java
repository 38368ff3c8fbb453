package dev.varve.internal.replay;

import dev.varve.DataConversionException;
import dev.varve.FunctionName;
import dev.varve.internal.replay.TurnResult.Progress.Unreadable;

/**
 * The input that a version gave when it continued as new cannot be read. Not the caller's mistake
 * but that of the build, so that the execution must not fail by it.
 */
public final class UnreadableInputException extends RuntimeException {
  private final transient Unreadable progress;

  UnreadableInputException(FunctionName giver, Throwable cause) {
    super(
        cause instanceof DataConversionException
            ? String.valueOf(cause.getMessage())
            : cause.toString(),
        cause);
    this.progress = new Unreadable(giver, String.valueOf(getMessage()));
  }

  /** How an execution stands that met it. */
  public Unreadable progress() {
    return progress;
  }
}
