package dev.varve.storage;

import java.time.Instant;

/** What became of a commit or release. */
public sealed interface CommitOutcome {
  /** It is durable. */
  record Committed(Instant storeTime) implements CommitOutcome {}

  /**
   * The session no longer owns the instance, or the sequence is not the next one; nothing was
   * written.
   */
  record Fenced(String why) implements CommitOutcome {}

  /** Something in it is beyond what the store can hold; nothing was written. */
  record TooLarge(String what, long size, long limit) implements CommitOutcome {}
}
