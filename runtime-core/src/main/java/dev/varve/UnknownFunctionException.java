package dev.varve;

/** A start named something that nobody can run, or left the version open. Nothing was written. */
public final class UnknownFunctionException extends OrchestrationException {
  public UnknownFunctionException(String message) {
    super(message);
  }
}
