package dev.varve.versioning.router;

/** How far the app of a key is in its life. */
public enum AppState {
  /** Being created; requests for it wait. */
  CREATING,
  /** Takes requests. */
  RUNNING,
  /** Being removed: what is in transit ends, new requests wait for the outcome. */
  DRAINING,
  /** Removed; its hub and its results stay. The next request for it creates it anew. */
  CLOSED,
  /** Its creation failed; the next request or deployment tries again. */
  FAILED;

  /** Whether an app in this state counts against the limit. */
  public boolean isOpen() {
    return switch (this) {
      case CREATING, RUNNING, DRAINING -> true;
      case CLOSED, FAILED -> false;
    };
  }
}
