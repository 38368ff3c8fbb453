package dev.varve.azure.internal.table;

import java.util.List;

/** What became of changes that are made together or not at all. */
public sealed interface Outcome {
  /**
   * All were made.
   *
   * @param etags of the rows, in the order of the changes; empty texts for those deleted
   */
  record Applied(List<String> etags) implements Outcome {
    /** The ETags are copied. */
    public Applied {
      etags = List.copyOf(etags);
    }
  }

  /**
   * None was made. After a lost answer the changes are sent again, so this may be the echo of their
   * own success: read back what they wrote before believing it.
   *
   * @param index of the change that was refused
   */
  record Refused(int index, Why why) implements Outcome {}

  /**
   * None was made: they are too many or too large for one transaction.
   *
   * @param size in bytes, or the number of changes if that is what exceeds
   */
  record TooLarge(long size, long limit) implements Outcome {}

  /** Why a change was refused. */
  enum Why {
    /** The row to insert exists. */
    EXISTS,
    /** The row to change does not exist. */
    MISSING,
    /** The row is in another state than the ETag says. */
    CHANGED
  }

  /** Whether all were made. */
  default boolean applied() {
    return this instanceof Applied;
  }
}
