package dev.varve.storage;

import java.time.Instant;
import java.util.List;

/** What became of a commit or release. */
public sealed interface CommitOutcome {
  /**
   * It is durable.
   *
   * @param dropped the messages of the commit that were refused (G13), in order, for the log; empty
   *     for a release and for a commit that had taken effect before (G3)
   */
  record Committed(Instant storeTime, List<Message> dropped) implements CommitOutcome {
    public Committed {
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * The session no longer owns the instance, or the sequence is not the next one; nothing was
   * written.
   */
  record Fenced(String why) implements CommitOutcome {}

  /** Something in it is beyond what the store can hold; nothing was written. */
  record TooLarge(String what, long size, long limit) implements CommitOutcome {}
}
