package dev.varve.versioning.rehearsal;

import dev.varve.FunctionName;

/** What the build would do to one instance. */
public sealed interface Verdict {
  /** The three answers there are. */
  enum Outcome {
    /** The instance goes on. */
    FITS,
    /** The instance would be parked or would wait until something else is deployed. */
    WOULD_BREAK,
    /** The replay did not come to an answer. */
    CANNOT_TELL
  }

  /** Which of the three answers this is. */
  Outcome outcome();

  /** For people: what was found, and what to do about it. Empty if the instance fits. */
  String explanation();

  /** The code decides what the history says, and what is pending can be read. */
  record Fits() implements Verdict {
    @Override
    public Outcome outcome() {
      return Outcome.FITS;
    }

    @Override
    public String explanation() {
      return "";
    }
  }

  /**
   * The code decides something else than is recorded; the instance would be parked.
   *
   * @param event the position of the first such event in the history of the execution, from 0
   * @param recorded what the history holds there
   * @param now what the code does there
   */
  record Diverges(int event, String recorded, String now, String explanation) implements Verdict {
    @Override
    public Outcome outcome() {
      return Outcome.WOULD_BREAK;
    }
  }

  /** The build lacks a function that the instance needs, so that the instance would wait for it. */
  record NotServed(FunctionName function, String explanation) implements Verdict {
    @Override
    public Outcome outcome() {
      return Outcome.WOULD_BREAK;
    }
  }

  /**
   * The instance waits to give a value to code whose type does not fit it any more.
   *
   * @param what the value, such as {@code the input of Charge_v1}
   */
  record Unreadable(String what, String explanation) implements Verdict {
    @Override
    public Outcome outcome() {
      return Outcome.WOULD_BREAK;
    }
  }

  /** The replay came to no end, or failed for a reason that lies outside the instance. */
  record CannotTell(String explanation) implements Verdict {
    @Override
    public Outcome outcome() {
      return Outcome.CANNOT_TELL;
    }
  }
}
