package dev.varve.storage;

/** What became of a rewind. */
public sealed interface RewindOutcome {
  /** The instance runs again, by this call or by the same one before. */
  record Rewound() implements RewindOutcome {}

  /**
   * The instance is not FAILED, or not with the execution and history that the rewind was made for.
   * Nothing was written.
   */
  record Refused(InstanceRow now) implements RewindOutcome {}

  /** There is no such instance. Nothing was written. */
  record NoSuchInstance() implements RewindOutcome {}
}
