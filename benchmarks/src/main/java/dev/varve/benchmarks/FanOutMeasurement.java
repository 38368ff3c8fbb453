package dev.varve.benchmarks;

import java.util.List;

/** W3: one orchestration fans out to 1,000 activities and joins them. */
record FanOutMeasurement(Site site) implements Measurement {
  private static final int WIDTH = 1_000;
  private static final int WARM_UP = 60;
  private static final int MEASURED = 11;

  @Override
  public List<Figure> measure() throws Exception {
    int width = site.scaled(WIDTH);
    int warmUp = site.repeated(WARM_UP);
    int measured = site.repeated(MEASURED);
    try (Bench bench = Bench.open(site)) {
      times(bench, width, warmUp);
      Statistics times = site.recorder().measured(() -> times(bench, width, measured));
      String sizes = "%d wide, median of %d, after %d".formatted(width, measured, warmUp);
      return List.of(site.figure("fan-out and join", "ms", times.median(), sizes));
    }
  }

  private static Statistics times(Bench bench, int width, int count) throws Exception {
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      bench.runOne(Engine.FAN_OUT, width);
      times[i] = Bench.millisecondsSince(begin);
    }
    return Statistics.of(times);
  }
}
