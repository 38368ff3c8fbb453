package dev.varve.versioning.slots;

/** What a front does with starts while they are closed. */
public enum ClosedMode {
  /** Refuses them with {@link StartsClosedException}, which says when to try again. */
  REFUSE,
  /**
   * Holds them for as long as the front's patience lasts, and then starts on what is production.
   */
  HOLD
}
