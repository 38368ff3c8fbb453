package dev.varve.benchmarks;

import java.util.List;

/** W2 as one shot: 500 chains started at once, until the last has ended; the median of five. */
record ShotMeasurement(Site site) implements Measurement {
  private static final int SHOTS = 5;

  @Override
  public List<Figure> measure() throws Exception {
    int size = Math.min(SustainedMeasurement.IN_FLIGHT, site.scaled(SustainedMeasurement.MEASURED));
    int warmUp = site.repeated(SustainedMeasurement.WARM_UP_ROUNDS);
    try (Bench bench = Bench.open(site)) {
      shots(bench, size, warmUp);
      double rate = site.recorder().measured(() -> shots(bench, size, SHOTS).median());
      String sizes =
          "%d at once, median of %d shots, after %d shots".formatted(size, SHOTS, warmUp);
      return List.of(
          site.figure("orchestrations", "1/s", rate, sizes),
          site.figure("activities", "1/s", rate * Engine.CHAIN_LENGTH, sizes));
    }
  }

  private static Statistics shots(Bench bench, int size, int count) throws Exception {
    double[] rates = new double[count];
    for (int shot = 0; shot < count; shot++) {
      rates[shot] = size / bench.runMany(Engine.CHAIN, "hello", size, size);
    }
    return Statistics.of(rates);
  }
}
