package dev.varve.benchmarks;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A running engine, and the ways in which workloads load it. */
final class Bench implements AutoCloseable {
  private final Engine engine;

  private Bench(Engine engine) {
    this.engine = engine;
  }

  /** The engine of the site with the functions of all workloads, on an empty store. */
  static Bench open(Site site) throws Exception {
    return site.subject().isPeer()
        ? new Bench(Peers.of(site.subject()).start(site.peer()))
        : open(Functions.register(builder(site)));
  }

  static Bench open(VarveBuilder builder) {
    return new Bench(VarveEngine.start(builder));
  }

  /** An engine with the defaults, on a fresh store. */
  static VarveBuilder builder(Site site) {
    return Varve.builder().storage(site.storage());
  }

  /** Starts one orchestration, waits for it, and demands that it completed. */
  void runOne(String function, Object input) throws Exception {
    engine.run(function, input);
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
              return true;
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
    engine.close();
  }
}
