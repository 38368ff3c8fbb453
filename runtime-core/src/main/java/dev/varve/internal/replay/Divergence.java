package dev.varve.internal.replay;

import dev.varve.FunctionName;

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
