package dev.varve.versioning.router;

import java.io.Serial;

/** Another process holds the router's hub, so that nothing may be changed here any more. */
final class HoldLostException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  HoldLostException(String message) {
    super(message);
  }
}
