package dev.varve.internal.replay;

import dev.varve.FunctionName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first place where code no longer decides what history says it decided.
 *
 * @param function the code that ran
 * @param instanceId the instance
 * @param position the event's position in the execution's history, from 0
 * @param recorded what history holds there
 * @param actual what the code did
 */
public record Divergence(
    FunctionName function, String instanceId, int position, String recorded, String actual) {

  private static final Pattern SIDES =
      Pattern.compile(
          "\\R  event (\\d+), recorded: (.*?)\\R  event \\1, now:      (.*?)\\RThe usual cause",
          Pattern.DOTALL);

  /**
   * Takes a {@link #message} apart again, which is all that stores keep of it; empty if it is none.
   */
  public static Optional<Divergence> read(
      FunctionName function, String instanceId, String message) {
    Matcher sides = SIDES.matcher(message);
    return sides.find()
        ? Optional.of(
            new Divergence(
                function,
                instanceId,
                Integer.parseInt(sides.group(1)),
                sides.group(2),
                sides.group(3)))
        : Optional.empty();
  }

  /** What happened, where, the usual cause, and what to do. */
  public String message() {
    return ("%s no longer fits the history of instance '%s'.%n"
            + "  event %d, recorded: %s%n"
            + "  event %d, now:      %s%n"
            + "The usual cause: the code of %s was edited after the instance had started.%n"
            + "What to do: deploy the code as it was and put the change into %s; the instance goes on"
            + " by itself, and nothing that is finished runs again.")
        .formatted(
            function,
            instanceId,
            position,
            recorded,
            position,
            actual,
            function,
            new FunctionName(function.base(), function.version() + 1));
  }
}
