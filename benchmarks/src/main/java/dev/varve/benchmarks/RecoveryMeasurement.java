package dev.varve.benchmarks;

import dev.varve.OrchestrationContext;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * W6: a process dies with 10,000 instances in flight, each with an activity in progress. Measured
 * is the time from opening the store again until each instance has made its next turn durable: its
 * activity ran anew, and the turn that took the result has begun the next one. Where a dead worker
 * is known by its lease only, that time begins with waiting for the lease to end; what comes after
 * is the time from the first instance that goes on to the last.
 */
record RecoveryMeasurement(Site site) implements Measurement {
  /** What the dying process says when all activities are in progress. */
  static final String READY = "ready";

  private static final int IN_FLIGHT = 10_000;
  private static final long PATIENCE_SECONDS = 300;

  @Override
  public List<Figure> measure() throws Exception {
    int inFlight = site.scaled(IN_FLIGHT);
    leaveBehind(inFlight);
    return site.recorder().measured(() -> goOn(inFlight));
  }

  private void leaveBehind(int inFlight) throws Exception {
    Process process =
        ChildJvm.start(
            DyingProcess.class,
            List.of(),
            List.of(site.subject().id(), site.storeAddress(), String.valueOf(inFlight)));
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      ChildJvm.line(lines, READY);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private List<Figure> goOn(int inFlight) throws InterruptedException {
    CountDownLatch going = new CountDownLatch(inFlight);
    AtomicLong first = new AtomicLong();
    long begin = System.nanoTime();
    VarveBuilder builder =
        functions(
            Varve.builder().storage(site.storage()),
            input -> input,
            input -> {
              first.compareAndSet(0, System.nanoTime());
              going.countDown();
              return input;
            });
    try (Varve varve = builder.start()) {
      if (!going.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            going.getCount()
                + " of "
                + inFlight
                + " instances did not go on in "
                + PATIENCE_SECONDS
                + " s");
      }
      double milliseconds = Bench.millisecondsSince(begin);
      String sizes = inFlight + " in flight, killed; without the start of a JVM";
      return List.of(
          site.figure("all going on", "ms", milliseconds, sizes),
          site.figure("first to last", "ms", Bench.millisecondsSince(first.get()), sizes));
    }
  }

  /** The same functions in both processes, but for what the activities do. */
  static VarveBuilder functions(
      VarveBuilder builder,
      VarveBuilder.Work<String, String> held,
      VarveBuilder.Work<String, String> next) {
    return builder
        .orchestrator("Interrupted_v1", String.class, RecoveryMeasurement::interrupted)
        .activity("Held_v1", String.class, held)
        .activity("Next_v1", String.class, next);
  }

  private static String interrupted(OrchestrationContext context, String input) {
    String result = context.callActivity("Held", input, String.class).await();
    return context.callActivity("Next", result, String.class).await();
  }

  static StartOptions id(int number) {
    return StartOptions.withId("interrupted-" + number);
  }
}
