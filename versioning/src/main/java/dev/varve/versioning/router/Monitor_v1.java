package dev.varve.versioning.router;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.TaskCanceledException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the apps for ever: one execution for each look, so its history stays short. What a
 * look finds to do is done by orchestrations of its own.
 */
final class Monitor_v1 implements Orchestrator<@Nullable Void, String> {
  /** For a look that failed; whatever made it fail may be gone then. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  @Override
  public String run(OrchestrationContext context, @Nullable Void input) {
    Duration pause =
        context
            .callActivity(Life.LOOK, null, Duration.class, Life.PATIENTLY)
            .exceptionally(failure -> AGAIN)
            .await();
    try {
      context.waitForExternalEvent(Life.LOOK_NOW, pause).await();
    } catch (TaskCanceledException e) {
      // Nobody asked for a look before its time.
    }
    context.continueAsNew(null);
    return ""; // ignored: it goes on
  }
}
