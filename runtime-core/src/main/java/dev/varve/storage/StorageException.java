package dev.varve.storage;

import dev.varve.OrchestrationException;
import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. The message says what happened and what to do. */
public class StorageException extends OrchestrationException {
  private final boolean outcomeUnknown;

  /** Nothing was changed. */
  public StorageException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  /**
   * @param outcomeUnknown whether the change may have happened all the same (G6)
   */
  public StorageException(String message, @Nullable Throwable cause, boolean outcomeUnknown) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /** Whether the change may have happened; false means that nothing was changed. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
