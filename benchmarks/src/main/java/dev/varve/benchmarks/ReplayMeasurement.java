package dev.varve.benchmarks;

import dev.varve.DataConverter;
import dev.varve.FunctionName;
import dev.varve.JacksonDataConverter;
import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.history.HistoryTurn;
import dev.varve.internal.engine.Ports;
import dev.varve.internal.replay.HistoryReplay;
import dev.varve.internal.replay.OrchestratorCode;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/**
 * W7: what it takes to bring an evicted instance with 10,000 events back: reading its history from
 * the store in the engine's pages, decoding it, and replaying it through the orchestrator's code on
 * its thread. Claiming the instance is not part of this.
 */
final class ReplayMeasurement implements Measurement {
  private static final int EVENTS = 10_000;
  private static final int PAGE = 1_000;
  private static final int WARM_UP = 100;
  private static final int MEASURED = 21;
  private static final String HUB = "default";
  private static final String ID = "replayed";

  private final Site site;
  private final int activities;
  private final CountDownLatch recorded = new CountDownLatch(1);
  private final DataConverter converter = new JacksonDataConverter();
  private final ThreadFactory threads = Ports.system().scheduler().orchestratorThreads();
  private final OrchestratorCode code =
      new OrchestratorCode(
          new FunctionName("Replayed", 1), ReplayMeasurement::orchestrator, Integer.class);

  ReplayMeasurement(Site site) {
    this.site = site;
    this.activities = Math.max(1, site.scaled(EVENTS) / 2);
  }

  @Override
  public List<Figure> measure() throws Exception {
    try (Storage storage = site.storage()) {
      record(storage);
      HubStore hub = storage.hub(HUB);
      long events = bringBack(hub);
      rates(hub, WARM_UP);
      Statistics rates = site.recorder().measured(() -> rates(hub, MEASURED));
      String sizes =
          "load and replay of %d events, median of %d, after %d"
              .formatted(events, MEASURED, WARM_UP);
      return List.of(site.figure("replay", "events/s", rates.median(), sizes));
    }
  }

  /** Leaves an instance behind that has run its activities and will wait for ever. */
  private void record(Storage storage) throws InterruptedException {
    try (Varve varve =
        Functions.register(Varve.builder().sharedStorage(storage).hub(HUB))
            .orchestrator("Replayed_v1", Integer.class, orchestrator())
            .activity(
                "Recorded_v1",
                String.class,
                input -> {
                  recorded.countDown();
                  return input;
                })
            .start()) {
      varve
          .client()
          .scheduleNewOrchestrationInstance("Replayed", activities, StartOptions.withId(ID));
      recorded.await();
    }
  }

  private static Orchestrator<Integer, Integer> orchestrator() {
    return ReplayMeasurement::replayed;
  }

  private static Integer replayed(OrchestrationContext context, Integer activities) {
    Functions.sequence(context, activities);
    context.callActivity("Recorded", "all but one", String.class).await();
    context.waitForExternalEvent("never").await();
    return activities;
  }

  private Statistics rates(HubStore hub, int count) {
    double[] rates = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      long events = bringBack(hub);
      rates[i] = events / Bench.secondsSince(begin);
    }
    return Statistics.of(rates);
  }

  /** Loads and replays once, as the engine does; returns how many events that were. */
  private long bringBack(HubStore hub) {
    long events = 0;
    long after = 0;
    List<HistoryTurn> page;
    try (HistoryReplay replay = new HistoryReplay(ID, code, converter, threads)) {
      do {
        page = hub.history(ID, after, PAGE);
        Progress progress = replay.over(List.of(page).iterator());
        if (!(progress instanceof Progress.Waiting)) {
          throw new IllegalStateException("the replay came to " + progress);
        }
        for (HistoryTurn turn : page) {
          events += turn.size();
          after = turn.sequence();
        }
      } while (page.size() == PAGE);
    }
    return events;
  }
}
