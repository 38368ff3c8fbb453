package dev.varve.benchmarks;

import static dev.varve.benchmarks.Target.absolute;
import static dev.varve.benchmarks.Target.ratio;

import dev.varve.benchmarks.Target.Base.ChainsAtRate;
import dev.varve.benchmarks.Target.Side;
import java.util.List;

/** The bars. Absolute ones hold for two cores and an fsync of about 0.2 ms. */
final class Targets {
  private static final Side COMMIT = new Side(Limits.WORKLOAD, "limit-sqlite", "one commit p50");

  private static final Side POSTGRES_COMMIT =
      new Side(Limits.WORKLOAD, "limit-postgres", "one commit p50");

  private static final Side AZURE_BATCHES =
      new Side(Limits.WORKLOAD, "limit-azure", "batch of 32 clients");

  /** What a chain writes, in requests. */
  private static final int AZURE_WRITES = 15;

  static final List<Target> ALL =
      List.of(
          absolute(memory("W1", "p50"), true, 0.2),
          ratio(sqlite("W1", "p50"), COMMIT, true, 5),
          ratio(postgres("W1", "p50"), POSTGRES_COMMIT, true, 8),
          ratio(postgres("W1", "p50"), new Side("W1", "dbos", "p50"), true, 1),
          absolute(memory("W2", "orchestrations"), false, 10_000),
          absolute(sqlite("W2", "orchestrations"), false, 3_500),
          throughput(sqlite("W2", "orchestrations"), "dbos", 12),
          throughput(sqlite("W2", "orchestrations"), "restate-run", 10),
          throughput(sqlite("W2", "orchestrations"), "restate-call", 10),
          absolute(postgres("W2", "orchestrations"), false, 2_500),
          throughput(postgres("W2", "orchestrations"), "dbos", 10),
          ratio(
              new Side("W2", "varve-azure", "orchestrations"),
              AZURE_BATCHES,
              false,
              0.4 / AZURE_WRITES),
          absolute(memory("W3", "fan-out and join"), true, 30),
          absolute(sqlite("W3", "fan-out and join"), true, 50),
          absolute(postgres("W3", "fan-out and join"), true, 80),
          absolute(memory("W4", "per activity"), true, 0.06),
          ratio(sqlite("W4", "per activity"), COMMIT, true, 2.5),
          ratio(postgres("W4", "per activity"), POSTGRES_COMMIT, true, 2.5),
          absolute(memory("W4b", "last/first"), true, 1.2),
          absolute(sqlite("W4b", "last/first"), true, 1.2),
          absolute(postgres("W4b", "last/first"), true, 1.2),
          absolute(sqlite("W5", "lateness p99"), true, 100),
          absolute(sqlite("W5", "heap in use"), true, 256),
          absolute(postgres("W5", "lateness p99"), true, 100),
          absolute(postgres("W5", "heap in use"), true, 256),
          absolute(sqlite("W6", "all going on"), true, 5_000),
          absolute(postgres("W6", "first to last"), true, 5_000),
          absolute(memory("W7", "replay"), false, 500_000),
          absolute(sqlite("W7", "replay"), false, 500_000),
          concurrency("varve-memory"),
          concurrency("varve-sqlite"),
          concurrency("varve-postgres"),
          absolute(postgres("W9", "rate of 4 / best"), false, 0.9),
          absolute(sqlite("W10", "store calls"), true, 2),
          absolute(sqlite("W10", "processor"), true, 1),
          absolute(postgres("W10", "queries"), true, 2),
          absolute(sqlite("W11", "page p95"), true, 100),
          absolute(sqlite("W11", "counts p95"), true, 100),
          absolute(postgres("W11", "page p95"), true, 100),
          absolute(postgres("W11", "counts p95"), true, 100));

  private Targets() {}

  private static Side memory(String workload, String metric) {
    return new Side(workload, "varve-memory", metric);
  }

  private static Side sqlite(String workload, String metric) {
    return new Side(workload, "varve-sqlite", metric);
  }

  private static Side postgres(String workload, String metric) {
    return new Side(workload, "varve-postgres", metric);
  }

  /** So many times what a peer does. */
  private static Target throughput(Side side, String peer, double least) {
    return ratio(side, new Side(side.workload(), peer, side.metric()), false, least);
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
