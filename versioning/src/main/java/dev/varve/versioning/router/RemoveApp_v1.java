package dev.varve.versioning.router;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;

/**
 * Removes the app of a key that has nothing to do: close the way in and look, end its run, look
 * again and close. Each step may be repeated.
 */
final class RemoveApp_v1 implements Orchestrator<Life.Removal, Life.Ended> {
  @Override
  public Life.Ended run(OrchestrationContext context, Life.Removal removal) {
    return new Life.Ended(Life.REMOVE, removal.token(), change(context, removal));
  }

  private static AppChange change(OrchestrationContext context, Life.Removal removal) {
    Life.Drained drained =
        context.callActivity(Life.DRAIN, removal, Life.Drained.class, Life.PATIENTLY).await();
    if (drained.settled().isPresent()) {
      return drained.settled().get();
    }
    drained
        .run()
        .ifPresent(run -> context.callActivity(Life.STOP, run, Void.class, Life.PATIENTLY).await());
    return context.callActivity(Life.CLOSE, removal, AppChange.class, Life.PATIENTLY).await();
  }
}
