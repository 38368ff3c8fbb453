package dev.varve.benchmarks;

import java.util.List;

/** W1: one orchestration with one activity at a time, started and awaited. */
record LatencyMeasurement(Site site) implements Measurement {
  private static final int WARM_UP = 4_000;
  private static final int MEASURED = 200;

  @Override
  public List<Figure> measure() throws Exception {
    int warmUp = site.amount(WARM_UP);
    int measured = site.scaled(MEASURED);
    try (Bench bench = Bench.open(site)) {
      latencies(bench, warmUp);
      Statistics times = site.recorder().measured(() -> Statistics.of(latencies(bench, measured)));
      String sizes = measured + " in sequence, after " + warmUp;
      return List.of(
          site.figure("p50", "ms", times.percentile(50), sizes),
          site.figure("p99", "ms", times.percentile(99), sizes));
    }
  }

  private static double[] latencies(Bench bench, int count) throws Exception {
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      bench.runOne(Engine.ONE, "hello");
      times[i] = Bench.millisecondsSince(begin);
    }
    return times;
  }
}
