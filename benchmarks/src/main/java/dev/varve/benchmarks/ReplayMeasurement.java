package dev.varve.benchmarks;

import dev.varve.FunctionName;
import dev.varve.OrchestrationContext;
import dev.varve.Varve;
import dev.varve.internal.replay.OrchestratorCode;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.util.List;

/**
 * W7: what it takes to bring an evicted instance with 10,000 events back: reading its history from
 * the store in the engine's pages, decoding it, and replaying it through the orchestrator's code on
 * its thread. Claiming it is not part of this.
 */
record ReplayMeasurement(Site site) implements Measurement {
  private static final int EVENTS = 10_000;
  private static final int PAGE = 1_000;
  private static final int WARM_UP = 60;
  private static final int MEASURED = 21;
  private static final String ID = "replayed";
  private static final OrchestratorCode CODE =
      new OrchestratorCode(
          new FunctionName("Replayed", 1),
          () -> (dev.varve.Orchestrator<Integer, Integer>) ReplayMeasurement::replayed,
          Integer.class);

  @Override
  public List<Figure> measure() throws Exception {
    int activities = Math.max(1, site.scaled(EVENTS) / 2);
    try (Storage storage = site.storage()) {
      record(storage, activities);
      HubStore hub = storage.hub("default");
      rates(hub, WARM_UP);
      Statistics rates = site.recorder().measured(() -> rates(hub, MEASURED));
      String sizes =
          "load and replay of %d activities' events, median of %d, after %d"
              .formatted(activities, MEASURED, WARM_UP);
      return List.of(site.figure("replay", "events/s", rates.median(), sizes));
    }
  }

  /** Leaves an instance behind that has run so many activities and waits for an event. */
  private static void record(Storage storage, int activities) {
    try (Varve varve =
        Functions.register(Varve.builder().sharedStorage(storage))
            .orchestrator("Replayed_v1", Integer.class, ReplayMeasurement::replayed)
            .start()) {
      varve
          .client()
          .scheduleNewOrchestrationInstance(
              "Replayed", activities, dev.varve.StartOptions.withId(ID));
    }
  }

  private static int replayed(OrchestrationContext context, int activities) {
    Functions.sequence(context, activities);
    context.waitForExternalEvent("never").await();
    return activities;
  }

  private static Statistics rates(HubStore hub, int count) {
    return Statistics.of();
  }
}
