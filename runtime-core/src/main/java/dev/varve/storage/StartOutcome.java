package dev.varve.storage;

/** What became of a start. */
public sealed interface StartOutcome {
  /**
   * The instance was started. Also when this very start, by its commit id, was found done already.
   */
  record Started() implements StartOutcome {}

  /** The id is taken and the policy says to keep what is there. Nothing was written. */
  record Kept(InstanceRow existing) implements StartOutcome {}

  /** The id is taken and the policy says to refuse. Nothing was written. */
  record Refused(InstanceRow existing) implements StartOutcome {}

  /** The session that was to claim it is over (G2). Nothing was written. */
  record Fenced() implements StartOutcome {}
}
