package dev.varve.versioning.retire;

import java.time.Instant;
import java.util.List;

/** Whether the code of a version can be removed. */
public sealed interface Verdict {
  /** The four answers there are. */
  enum Outcome {
    /** Nothing in flight needs it, and no start by base name brings it into use again. */
    SAFE,
    /** It will be free when what is in flight has ended; nobody has to do anything. */
    NOT_YET,
    /** It will not become free before somebody does something. */
    BLOCKED_BY,
    /** Something that matters cannot be read. */
    CANNOT_TELL
  }

  /** Which of the four answers this is. */
  Outcome outcome();

  /** The code can be removed. */
  record Safe() implements Verdict {
    @Override
    public Outcome outcome() {
      return Outcome.SAFE;
    }
  }

  /**
   * Wait.
   *
   * @param since when the oldest instance was created that is left
   * @param left what has to end, one sentence each
   */
  record NotYet(Instant since, List<String> left) implements Verdict {
    public NotYet {
      left = List.copyOf(left);
    }

    @Override
    public Outcome outcome() {
      return Outcome.NOT_YET;
    }
  }

  /**
   * Do something first.
   *
   * @param by what is in the way, at least one
   * @param left what has to end besides, one sentence each
   */
  record BlockedBy(List<Blocker> by, List<String> left) implements Verdict {
    public BlockedBy {
      by = List.copyOf(by);
      left = List.copyOf(left);
    }

    @Override
    public Outcome outcome() {
      return Outcome.BLOCKED_BY;
    }
  }

  /** Nothing is known to be in the way, but not all could be read. */
  record CannotTell(String why) implements Verdict {
    @Override
    public Outcome outcome() {
      return Outcome.CANNOT_TELL;
    }
  }

  /** Something that does not go away by itself, and what to do about it; one sentence each. */
  record Blocker(String what, String todo) {}
}
