package dev.varve.versioning.lock;

import java.util.List;

/**
 * How the code of a function differs from the lock.
 *
 * @param changes what changed, in one line each, of a changed function; otherwise empty
 */
public record LockDifference(FunctionKey key, State state, List<String> changes) {
  public LockDifference {
    changes = List.copyOf(changes);
  }

  /** What can be said of a function. */
  public enum State {
    /** It is locked, and its code is another one now. */
    CHANGED,
    /** It is locked, and registered no more. */
    GONE,
    /** It is registered and not locked yet: not released, as far as the lock knows. */
    NEW
  }

  /** What there is to know and to do, for people; several lines if it changed. */
  public String message() {
    return switch (state) {
      case CHANGED ->
          "CHANGED "
              + key
              + "\n  "
              + String.join("\n  ", changes)
              + "\n  Put the change into "
              + key.name().base()
              + "_v"
              + (key.name().version() + 1)
              + ", or accept it with a reason.";
      case GONE ->
          "GONE "
              + key
              + "\n  It is locked and not registered: instances that run on it would wait for"
              + " it.\n  Register it again, or remove it from the lock once nothing runs on it.";
      case NEW -> "NEW " + key + "\n  It is not locked yet; lock it when it is released.";
    };
  }
}
