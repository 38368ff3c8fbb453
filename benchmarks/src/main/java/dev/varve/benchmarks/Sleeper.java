package dev.varve.benchmarks;

import dev.varve.OrchestrationContext;
import java.time.Instant;

/**
 * An orchestration that sleeps until its input says, and then runs an activity that notes how late
 * it is.
 */
final class Sleeper {
  static final String NAME = "Sleeper_v1";
  static final String WAKE = "Wake_v1";

  private Sleeper() {}

  /**
   * @param due milliseconds since 1970
   */
  static Long sleep(OrchestrationContext context, Long due) {
    context.createTimer(Instant.ofEpochMilli(due)).await();
    return context.callActivity("Wake", due, Long.class).await();
  }
}
