package dev.varve.benchmarks;

import dev.varve.OrchestrationContext;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.jdbc.SqliteStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * W6: a process dies with 10,000 instances in flight, each with an activity in progress. Measured
 * is the time from opening the store again until each instance has made its next turn durable: its
 * activity ran anew, and the turn that took the result has begun the next one.
 */
record RecoveryMeasurement(Site site) implements Measurement {
  /** What the dying process says when all activities are in progress. */
  static final String READY = "ready";

  private static final int IN_FLIGHT = 10_000;
  private static final long PATIENCE_SECONDS = 300;

  @Override
  public List<Figure> measure() throws Exception {
    int inFlight = site.scaled(IN_FLIGHT);
    Path file = site.directory().resolve("varve.db");
    leaveBehind(file, inFlight);
    return site.recorder().measured(() -> goOn(file, inFlight));
  }

  private static void leaveBehind(Path file, int inFlight) throws Exception {
    Process process = start(file, inFlight);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      if (!READY.equals(line)) {
        throw new IllegalStateException("the process that is to die said '" + line + "'");
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path file, int inFlight) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DyingProcess.class.getName());
    command.add(file.toString());
    command.add(String.valueOf(inFlight));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private List<Figure> goOn(Path file, int inFlight) throws InterruptedException {
    CountDownLatch going = new CountDownLatch(inFlight);
    long begin = System.nanoTime();
    VarveBuilder builder =
        functions(
            Varve.builder().storage(SqliteStorage.at(file)),
            input -> input,
            input -> {
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
      return List.of(site.figure("all going on", "ms", milliseconds, sizes));
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
