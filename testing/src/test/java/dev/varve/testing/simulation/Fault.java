package dev.varve.testing.simulation;

/** What can happen at a call to the store. */
enum Fault {
  /** It fails and nothing happened. */
  BEFORE,
  /** It takes effect and then fails, with an unknown outcome. */
  AFTER,
  /** It takes effect late. */
  SLOW_EFFECT,
  /** It takes effect, and the answer comes late. */
  SLOW_ANSWER,
  /** Others find the session dead right before the call. */
  SESSION_DEAD,
  /** A hint does not arrive. */
  LOST_WAKE_UP
}
