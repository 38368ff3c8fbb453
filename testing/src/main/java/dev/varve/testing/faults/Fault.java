package dev.varve.testing.faults;

/** What happens at one storage call of a run. */
public enum Fault {
  /** Nothing. */
  NONE,
  /** The call fails before it took effect. */
  BEFORE,
  /** The call takes effect, and then fails with an unknown outcome. */
  AFTER,
  /** The process dies before the call, and another one starts. */
  CRASH
}
