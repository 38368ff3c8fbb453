package dev.varve.versioning.parked;

import java.util.List;
import java.util.Optional;

/**
 * What became of a request to try parked instances again. Immutable.
 *
 * @param hub the hub they are in
 * @param answers one for each instance, in order
 * @param continuation asks for the next page, if a query was given and there is one
 */
public record RetryReport(String hub, List<Answer> answers, Optional<String> continuation) {
  public RetryReport {
    answers = List.copyOf(answers);
  }

  /** What became of one. */
  public record Answer(String instanceId, Outcome outcome) {}

  /** What can become of one. */
  public enum Outcome {
    /** It is tried again as soon as a worker comes by. */
    ASKED("is tried again"),
    /** It is parked and suspended; nothing was changed. Resume it: that tries it again as well. */
    SUSPENDED("is suspended; resume it"),
    /** It can go on, or waits for a worker that serves it; nothing was changed. */
    NOT_PARKED("is not parked"),
    /** It has ended; nothing was changed. */
    FINISHED("has ended"),
    /** There is no such instance. */
    NOT_FOUND("does not exist");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** How many are tried again. */
  public long asked() {
    return answers.stream().filter(answer -> answer.outcome() == Outcome.ASKED).count();
  }

  /** For people. */
  public String toText() {
    return ParkedText.of(this);
  }

  /** For programs: one JSON object. */
  public String toJson() {
    return ParkedJson.of(this);
  }
}
