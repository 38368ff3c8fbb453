package dev.varve.versioning.status;

import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a gate found.
 *
 * @param readings how often it looked
 * @param waited for how long
 * @param last the last reading
 */
public record GateResult(Outcome outcome, int readings, Duration waited, StatusReport last) {
  /** The exit code of a gate that did not open in time. */
  public static final int EXIT_TIMED_OUT = 4;

  /** How it ended. */
  public enum Outcome {
    /** Nothing was in flight in as many readings in a row as were asked for. */
    IDLE(StatusReport.EXIT_IDLE),
    /** Something was in flight, and the gate was not to wait. */
    BUSY(StatusReport.EXIT_BUSY),
    /** There were not enough clean readings in a row in the time given. */
    TIMED_OUT(EXIT_TIMED_OUT);

    private final int exitCode;

    Outcome(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  /** 0 idle, 3 busy on a single reading, 4 timed out; 1 and 2 are failures of the tool itself. */
  public int exitCode() {
    return outcome.exitCode;
  }

  /** For people. */
  public String toText() {
    String end =
        switch (outcome) {
          case IDLE -> "Open";
          case BUSY -> "Closed: something is in flight";
          case TIMED_OUT -> "Closed: not idle in time";
        };
    return last.toText()
        + "%s, after %d %s in %s.\n"
            .formatted(
                end, readings, readings == 1 ? "reading" : "readings", StatusText.age(waited));
  }

  /** For programs: the JSON object of the last reading with what the gate made of it. */
  public String toJson() {
    ObjectNode root = StatusJson.node(last);
    root.putObject("gate")
        .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .put("readings", readings)
        .put("waitedSeconds", waited.toSeconds())
        .put("exitCode", exitCode());
    return root.toPrettyString();
  }
}
