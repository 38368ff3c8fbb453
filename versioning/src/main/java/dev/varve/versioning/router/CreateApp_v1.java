package dev.varve.versioning.router;

import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationException;
import dev.varve.Orchestrator;
import dev.varve.versioning.router.AppChange.Verdict;
import java.util.List;

/**
 * Brings up the app of a key, or another patch of it: reserve a place, start a run, make it known,
 * end the run before it. Each step may be repeated, and what a crash leaves is found by the next
 * one: a run that is gone when it is to be made known is started again.
 */
final class CreateApp_v1 implements Orchestrator<Life.Creation, Life.Ended> {
  private static final int ATTEMPTS = 5;
  private static final String GONE = "it ended before it took requests";

  @Override
  public Life.Ended run(OrchestrationContext context, Life.Creation creation) {
    return new Life.Ended(Life.CREATE, creation.token(), change(context, creation));
  }

  private static AppChange change(OrchestrationContext context, Life.Creation creation) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Life.Reservation reservation =
          context
              .callActivity(Life.RESERVE, creation, Life.Reservation.class, Life.PATIENTLY)
              .await();
      if (reservation.settled().isPresent()) {
        return reservation.settled().get();
      }
      AppRun run = reservation.run().orElseThrow();
      String problem = problem(context, creation, run);
      if (problem.isEmpty()) {
        reservation
            .replaced()
            .ifPresent(before ->
                context.callActivity(Life.RETIRE, before, Void.class, Life.PATIENTLY).await());
        return new AppChange(
            creation.build().key(), Verdict.DONE, run.build() + " runs", List.of());
      }
      if (!problem.equals(GONE) || attempt == ATTEMPTS) {
        return giveUp(context, new Life.Failure(creation, run, problem));
      }
    }
    throw new IllegalStateException("the last attempt returns");
  }

  /** Starts a run and makes it known; empty if that went well. */
  private static String problem(OrchestrationContext context, Life.Creation creation, AppRun run) {
    try {
      Life.Started started = context.callActivity(Life.START, run, Life.Started.class).await();
      if (started.failure().isPresent()) {
        return started.failure().get();
      }
      Life.Publication publication = new Life.Publication(creation, run);
      return context.callActivity(Life.PUBLISH, publication, Boolean.class, Life.PATIENTLY).await()
          ? ""
          : GONE;
    } catch (OrchestrationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static AppChange giveUp(OrchestrationContext context, Life.Failure failure) {
    context.callActivity(Life.GIVE_UP, failure, Void.class, Life.PATIENTLY).await();
    return new AppChange(
        failure.creation().build().key(), Verdict.FAILED, failure.reason(), List.of());
  }
}
