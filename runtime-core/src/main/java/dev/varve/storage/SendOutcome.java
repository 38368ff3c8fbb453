package dev.varve.storage;

/** What became of a message. */
public enum SendOutcome {
  /** It is in the inbox. */
  ACCEPTED,
  /** There is no such instance, or not in that execution. Nothing was written. */
  NO_SUCH_INSTANCE,
  /** The instance has ended. Nothing was written. */
  FINISHED
}
