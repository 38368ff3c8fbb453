package dev.varve;

/** Why an instance that has not ended cannot go on now. It goes on when the cause is gone. */
public enum InstanceCondition {
  /** No live worker serves its version. Derived from the live workers, never stored. */
  WAITING_FOR_VERSION,
  /** Its code no longer decides what history says it decided. */
  DIVERGED,
  /** Its code calls a function that no live worker has registered. */
  UNRESOLVED,
  /**
   * Too many workers died while they held it, its turns cannot be stored, or the version it
   * continued as cannot read its input.
   */
  POISON
}
