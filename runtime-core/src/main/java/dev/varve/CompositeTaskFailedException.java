package dev.varve;

import java.util.List;

/** Tasks of an {@code allOf} failed; all of them have ended. */
public final class CompositeTaskFailedException extends OrchestrationException {
  private final List<RuntimeException> failures;

  public CompositeTaskFailedException(List<RuntimeException> failures) {
    super(
        failures.size() + " of the tasks failed; the first: " + failures.getFirst().getMessage(),
        failures.getFirst());
    this.failures = List.copyOf(failures);
  }

  /** Why each of them failed, in the order of the list given to {@code allOf}. */
  public List<RuntimeException> failures() {
    return failures;
  }
}
