package dev.varve.benchmarks;

import dev.varve.OrchestrationContext;
import dev.varve.VarveBuilder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** W8: chains of ten activities that take 20 ms each, 5,000 at once. */
final class ConcurrencyMeasurement implements Measurement {
  static final int INSTANCES = 5_000;
  private static final int ACTIVITY_MILLISECONDS = 20;
  private static final int WARM_UP = 3;

  private final Site site;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();

  ConcurrencyMeasurement(Site site) {
    this.site = site;
  }

  @Override
  public List<Figure> measure() throws Exception {
    int instances = site.scaled(INSTANCES);
    try (Bench bench = Bench.open(functions(Bench.builder(site)))) {
      for (int i = 0; i < WARM_UP; i++) {
        bench.runMany("Slow", "hello", instances, instances);
      }
      mostRunning.set(0);
      double seconds =
          site.recorder().measured(() -> bench.runMany("Slow", "hello", instances, instances));
      String sizes = "%d at once, after %d times as many".formatted(instances, WARM_UP);
      return List.of(
          site.figure("wall time", "ms", seconds * 1_000, sizes),
          site.figure("most activities at once", "activities", mostRunning.get(), sizes),
          site.figure("instances", "instances", instances, sizes));
    }
  }

  private VarveBuilder functions(VarveBuilder builder) {
    return builder
        .orchestrator("Slow_v1", String.class, ConcurrencyMeasurement::slow)
        .activity("Nap_v1", String.class, this::nap);
  }

  private static String slow(OrchestrationContext context, String input) {
    return Functions.chain(context, "Nap", input);
  }

  private String nap(String input) throws InterruptedException {
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    Thread.sleep(ACTIVITY_MILLISECONDS);
    running.decrementAndGet();
    return input;
  }
}
