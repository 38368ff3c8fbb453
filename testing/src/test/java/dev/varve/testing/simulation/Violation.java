package dev.varve.testing.simulation;

/** Something that must hold does not. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Invariant invariant;

  Violation(Invariant invariant, String what) {
    super(invariant + ": " + what);
    this.invariant = invariant;
  }

  Violation(Invariant invariant, RuntimeException cause) {
    super(invariant + ": " + cause, cause);
    this.invariant = invariant;
  }

  Invariant invariant() {
    return invariant;
  }
}
