package dev.varve;

/** What to do with a start that nobody can run: no live worker serves its version. */
public enum UnservedPolicy {
  /** The start is refused with what is known; nothing is written. */
  REFUSE,
  /**
   * The start is accepted and waits, as WAITING_FOR_VERSION, until a worker comes that serves it.
   * Its version is settled at once, so it must be given or configured; the versions of what it
   * calls are settled when that worker takes it up.
   */
  DEFER
}
