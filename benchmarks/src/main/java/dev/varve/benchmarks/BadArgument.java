package dev.varve.benchmarks;

/** What was asked for on the command line cannot be done; the message says what can. */
final class BadArgument extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadArgument(String message) {
    super(message);
  }
}
