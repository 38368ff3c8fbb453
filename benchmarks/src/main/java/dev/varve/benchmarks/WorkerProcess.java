package dev.varve.benchmarks;

import dev.varve.Varve;

/** One worker of several, which starts when it is told to. */
public final class WorkerProcess {
  /** What it says when it has warmed up. */
  static final String READY = "ready";

  /** What it says when its orchestrations have ended. */
  static final String DONE = "done";

  private WorkerProcess() {}

  /**
   * Takes the engine, the store's address, the hub, how many to warm up with, how many to measure,
   * and how many of them in flight.
   */
  public static void main(String[] arguments) throws Exception {
    int warmUp = Integer.parseInt(arguments[3]);
    int count = Integer.parseInt(arguments[4]);
    int inFlight = Integer.parseInt(arguments[5]);
    try (Bench bench =
        Bench.open(
            Functions.register(
                Varve.builder()
                    .storage(Stores.open(Subject.parse(arguments[0]), arguments[1]))
                    .hub(arguments[2])))) {
      bench.runMany(Engine.CHAIN, "hello", warmUp, inFlight);
      System.out.println(READY);
      if (System.in.read() >= 0) {
        bench.runMany(Engine.CHAIN, "hello", count, inFlight);
        System.out.println(DONE);
      }
      // The other workers may still need what this one holds: it goes when all are done.
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
