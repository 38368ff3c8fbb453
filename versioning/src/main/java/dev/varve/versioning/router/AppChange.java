package dev.varve.versioning.router;

import java.util.List;

/**
 * What became of a deployment or a removal.
 *
 * @param detail in words
 * @param removable if the limit was reached: the apps that could be removed
 */
public record AppChange(AppKey key, Verdict verdict, String detail, List<AppKey> removable) {
  public AppChange {
    removable = List.copyOf(removable);
  }

  /** What became of it, in a word. */
  public enum Verdict {
    /** It was done. */
    DONE,
    /** There was nothing to do. */
    UNCHANGED,
    /** It may not be done as things are; nothing was changed. */
    REFUSED,
    /** As many apps are open as may be. */
    LIMIT_REACHED,
    /** It was tried and failed; what was there before is there still. */
    FAILED
  }

  /** Whether things are now as was asked. */
  public boolean succeeded() {
    return verdict == Verdict.DONE || verdict == Verdict.UNCHANGED;
  }
}
