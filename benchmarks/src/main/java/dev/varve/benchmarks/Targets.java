package dev.varve.benchmarks;

import static dev.varve.benchmarks.Target.absolute;
import static dev.varve.benchmarks.Target.ratio;

import dev.varve.benchmarks.Target.Base.ChainsAtRate;
import dev.varve.benchmarks.Target.Side;
import java.util.List;

/** The bars. Absolute ones hold for two cores and an fsync of about 0.2 ms. */
final class Targets {
  private static final Side COMMIT = new Side(Limits.WORKLOAD, "limit-sqlite", "one commit p50");

  static final List<Target> ALL =
      List.of(
          absolute(memory("W1", "p50"), true, 0.2),
          ratio(sqlite("W1", "p50"), COMMIT, 5),
          absolute(memory("W2", "orchestrations"), false, 10_000),
          absolute(sqlite("W2", "orchestrations"), false, 3_500),
          absolute(memory("W3", "fan-out and join"), true, 30),
          absolute(sqlite("W3", "fan-out and join"), true, 50),
          absolute(memory("W4", "per activity"), true, 0.06),
          ratio(sqlite("W4", "per activity"), COMMIT, 2.5),
          absolute(memory("W4b", "last/first"), true, 1.2),
          absolute(sqlite("W4b", "last/first"), true, 1.2),
          absolute(sqlite("W6", "all going on"), true, 5_000),
          absolute(memory("W7", "replay"), false, 500_000),
          absolute(sqlite("W7", "replay"), false, 500_000),
          concurrency("varve-memory"),
          concurrency("varve-sqlite"));

  private Targets() {}

  private static Side memory(String workload, String metric) {
    return new Side(workload, "varve-memory", metric);
  }

  private static Side sqlite(String workload, String metric) {
    return new Side(workload, "varve-sqlite", metric);
  }

  private static Target concurrency(String engine) {
    return new Target(
        new Side("W8", engine, "wall time"),
        new ChainsAtRate(
            new Side("W8", engine, "instances"), new Side("W2", engine, "orchestrations")),
        true,
        1.3);
  }
}
