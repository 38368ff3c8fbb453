package dev.varve.versioning.router;

import java.io.Serial;

/** A router cannot start because another process holds its hub. */
public final class RouterHeldException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RouterHeldException(String hub, String holder) {
    super(
        "hub "
            + hub
            + " is held by the router "
            + holder
            + ", which is alive; end it first, or give more patience if it is about to end");
  }
}
