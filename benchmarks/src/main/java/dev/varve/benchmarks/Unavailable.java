package dev.varve.benchmarks;

/** An engine or a limit cannot be measured here; the message says why. The others go on. */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message) {
    super(message);
  }

  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
