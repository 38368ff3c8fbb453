package dev.varve.benchmarks;

import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.storage.Storage;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * W5: 1,000,000 instances sleep for days, and a worker with a heap of 256 MiB finds those among
 * them that fall due, 1,000 a second for 30 seconds. An instance is late by the time from its due
 * time to the begin of the activity behind the timer, which is after the turn is durable.
 */
record SleepMeasurement(Site site) implements Measurement {
  private static final int SLEEPING = 1_000_000;
  private static final int DUE = 30_000;

  /** The first that fall due warm the process up, and are not measured. */
  private static final int WARM_UP = 5_000;

  private static final int CALLERS = 200;
  private static final String HEAP = "-Xmx256m";

  /**
   * From the first start to the first due time, beside a millisecond for each start: until then
   * they must be asleep, this worker gone, and the other one there.
   */
  private static final Duration LEAST_LEAD = Duration.ofSeconds(6);

  private static final int LEAD_MILLISECONDS = 16_000;

  @Override
  public List<Figure> measure() throws Exception {
    int asleep = site.scaled(SLEEPING);
    int warmUp = site.scaled(WARM_UP);
    int due = site.scaled(DUE) + warmUp;
    String address = site.stock().address(site.subject(), 0, asleep);
    Started started;
    try (Storage storage = Stores.open(site.subject(), address)) {
      started = start(storage, due);
    }
    String sizes =
        "%d asleep, %d due at 1,000/s, after %d, heap of 256 MiB"
            .formatted(asleep, due - warmUp, warmUp);
    return woken(address, started, warmUp, sizes);
  }

  /**
   * @param first when the first is due, in milliseconds since 1970
   * @param left how many did not wake before the worker that started them had gone
   */
  private record Started(long first, int left) {}

  /** Starts those that are to wake. */
  private Started start(Storage storage, int due) throws Exception {
    AtomicInteger early = new AtomicInteger();
    long lead = LEAST_LEAD.toMillis() + site.scaled(LEAD_MILLISECONDS) + due;
    long first = System.currentTimeMillis() + lead;
    try (Varve filling =
        Varve.builder()
            .sharedStorage(storage)
            .orchestrator(Sleeper.NAME, Long.class, Sleeper::sleep)
            .activity(
                Sleeper.WAKE,
                Long.class,
                input -> {
                  early.incrementAndGet();
                  return input;
                })
            .start()) {
      startAll(filling, due, first);
    }
    return new Started(first, due - early.get());
  }

  private static void startAll(Varve filling, int due, long first) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        ends.add(
            callers.submit(() -> {
              for (int i = next.getAndIncrement(); i < due; i = next.getAndIncrement()) {
                filling
                    .client()
                    .scheduleNewOrchestrationInstance(
                        "Sleeper", first + i, StartOptions.withId("due-" + first + "-" + i));
              }
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  /** Another process, since the size of the heap is the question. */
  private List<Figure> woken(String address, Started started, int warmUp, String sizes)
      throws Exception {
    Process process =
        ChildJvm.start(
            WakingProcess.class,
            List.of(HEAP),
            List.of(
                site.subject().id(),
                address,
                String.valueOf(started.left()),
                String.valueOf(started.first()),
                String.valueOf(warmUp)));
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String[] said = ChildJvm.line(lines, WakingProcess.WOKEN).split(" ", -1);
      return List.of(
          site.figure("lateness p50", "ms", Double.parseDouble(said[1]), sizes),
          site.figure("lateness p99", "ms", Double.parseDouble(said[2]), sizes),
          site.figure("heap in use", "MiB", Double.parseDouble(said[3]), sizes),
          site.figure("ready before", "ms", Double.parseDouble(said[4]), sizes));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
