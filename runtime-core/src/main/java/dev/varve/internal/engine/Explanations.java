package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.storage.CommitOutcome;

/** Why an instance is parked, in words: what happened, where, what to do. */
final class Explanations {
  private Explanations() {}

  static String poison(String instanceId, FunctionName function, int crashes) {
    return ("%d workers in a row died while they held instance '%s' of %s. Find out what its code or its"
            + " activities do to the process; then resume it to try again, or terminate it.")
        .formatted(crashes, instanceId, function);
  }

  static String deadlyActivity(String instanceId, FunctionName activity, int deaths) {
    return ("%d workers in a row died while they ran %s for instance '%s'; find out what it does to the"
            + " process")
        .formatted(deaths, activity, instanceId);
  }

  static String tooLarge(String instanceId, CommitOutcome.TooLarge large) {
    return ("a turn of instance '%s' cannot be stored: %s has %d characters, and at most %d are allowed."
            + " Deploy code that stores less, or terminate the instance.")
        .formatted(instanceId, large.what(), large.size(), large.limit());
  }

  static String unusable(String instanceId, Throwable failure) {
    return ("instance '%s' cannot be worked on: %s. Nothing of it was changed. If its rows were damaged,"
            + " restore them; then resume it to try again, or terminate it.")
        .formatted(instanceId, failure);
  }

  static String unreadable(
      String instanceId, FunctionName function, FunctionName giver, String why) {
    String remedy =
        giver.equals(function)
            ? "with the input type as it was, and the change in the next version"
            : "with inputAdapter(\"%s\", \"%s\", ...)".formatted(function, giver);
    return ("%s of instance '%s' cannot read the input that %s gave: %s. It is kept as it is. Deploy a"
            + " build that reads it, %s; the instance then goes on by itself.")
        .formatted(function, instanceId, giver, why, remedy);
  }

  static String unresolved(String instanceId, FunctionName function, String explanation) {
    return ("%s of instance '%s' calls what it cannot reach: %s. It is tried again when a worker with"
            + " other functions or another build starts.")
        .formatted(function, instanceId, explanation);
  }
}
