package dev.varve.benchmarks;

import dev.varve.OrchestrationMetadata;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A running engine, and the ways in which workloads load it. */
final class Bench implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Varve varve;

  private Bench(Varve varve) {
    this.varve = varve;
  }

  static Bench open(Site site) {
    return new Bench(Functions.register(builder(site)).start());
  }

  static Bench open(VarveBuilder builder) {
    return new Bench(builder.start());
  }

  /** An engine with the defaults, on a fresh store. */
  static VarveBuilder builder(Site site) {
    return Varve.builder().storage(site.storage());
  }

  VarveClient client() {
    return varve.client();
  }

  /** Starts one orchestration, waits for it, and demands that it completed. */
  void runOne(String function, Object input) {
    String id = client().scheduleNewOrchestrationInstance(function, input);
    OrchestrationMetadata end = client().waitForInstanceCompletion(id, LONG);
    if (!end.isCompleted()) {
      throw new IllegalStateException(
          "a measured orchestration did not complete: " + end + " " + end.failure());
    }
  }

  /**
   * Runs orchestrations with so many in flight, each caller a virtual thread that starts the next
   * when the one before has ended.
   *
   * @return seconds from the first start to the last end
   */
  double runMany(String function, Object input, int count, int inFlight)
      throws InterruptedException, ExecutionException {
    AtomicInteger left = new AtomicInteger(count);
    long begin = System.nanoTime();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int caller = 0; caller < Math.min(inFlight, count); caller++) {
        ends.add(
            callers.submit(() -> {
              while (left.getAndDecrement() > 0) {
                runOne(function, input);
              }
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    return secondsSince(begin);
  }

  static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  static double millisecondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  @Override
  public void close() {
    varve.close();
  }
}
