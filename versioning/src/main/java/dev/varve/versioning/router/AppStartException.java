package dev.varve.versioning.router;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A host could not start a run; nothing of it is left. The message is shown to who asked for it.
 */
public final class AppStartException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public AppStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
