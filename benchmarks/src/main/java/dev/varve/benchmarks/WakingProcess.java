package dev.varve.benchmarks;

import dev.varve.Varve;
import dev.varve.storage.Storage;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker with a small heap; says how late those were that fell due, and what it keeps. */
public final class WakingProcess {
  /**
   * What it says at the end, before p50 and p99 in milliseconds, the heap in MiB, and how many
   * milliseconds before the first due time it was there: with less than none, nothing else counts.
   */
  static final String WOKEN = "woken";

  private static final long PATIENCE_SECONDS = 600;

  private WakingProcess() {}

  /**
   * Takes the engine, the store's address, how many will wake, when the first will, and how many
   * milliseconds from then on are for warming up.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Storage storage = Stores.open(Subject.parse(arguments[0]), arguments[1]);
    int due = Integer.parseInt(arguments[2]);
    long first = Long.parseLong(arguments[3]);
    long measuredFrom = first + Long.parseLong(arguments[4]);
    double[] lateness = new double[due];
    AtomicInteger place = new AtomicInteger();
    CountDownLatch awake = new CountDownLatch(due);
    try (Varve worker =
        Varve.builder()
            .storage(storage)
            .orchestrator(Sleeper.NAME, Long.class, Sleeper::sleep)
            .activity(
                Sleeper.WAKE,
                Long.class,
                time -> {
                  // Each writes its own place; the latch orders that before the reading.
                  if (time >= measuredFrom) {
                    lateness[place.getAndIncrement()] = System.currentTimeMillis() - time;
                  }
                  awake.countDown();
                  return time;
                })
            .start()) {
      long ready = first - System.currentTimeMillis();
      if (!awake.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.out.println(awake.getCount() + " of " + due + " did not wake");
        return;
      }
      System.gc();
      Statistics late = Statistics.of(Arrays.copyOf(lateness, place.get()));
      System.out.printf(
          java.util.Locale.ROOT,
          "%s %.1f %.1f %d %d%n",
          WOKEN,
          late.percentile(50),
          late.percentile(99),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
          ready);
    }
  }
}
