package dev.varve.versioning;

import dev.varve.FunctionName;
import dev.varve.OrchestrationException;
import java.util.List;
import java.util.Set;

/**
 * No live worker of the hub serves the version that should become current, so that starts would be
 * refused. Nothing was changed. Bring up a worker that serves it first, or force the change.
 */
public final class UnservedVersionException extends OrchestrationException {
  private final List<FunctionName> served;

  UnservedVersionException(String message, Set<FunctionName> served) {
    super(message);
    this.served = List.copyOf(served);
  }

  /** What live workers serve instead, by base name, then by version. */
  public List<FunctionName> served() {
    return served;
  }
}
