package dev.varve.versioning.router;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An app gave no answer. */
public final class AppUnreachableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean delivered;

  /**
   * @param delivered whether the app may have seen the request; if not, it may be sent again
   */
  public AppUnreachableException(String message, boolean delivered, @Nullable Throwable cause) {
    super(message, cause);
    this.delivered = delivered;
  }

  /** Whether the app may have seen the request. */
  public boolean mayBeDelivered() {
    return delivered;
  }
}
