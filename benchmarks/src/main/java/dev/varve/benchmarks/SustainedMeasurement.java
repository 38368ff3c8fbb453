package dev.varve.benchmarks;

import java.util.List;

/** W2 sustained: chains of ten activities, 500 in flight all the time. */
record SustainedMeasurement(Site site) implements Measurement {
  static final int IN_FLIGHT = 500;
  static final int WARM_UP_ROUNDS = 20;
  static final int MEASURED = 12_000;

  @Override
  public List<Figure> measure() throws Exception {
    int measured = site.scaled(MEASURED);
    int inFlight = Math.min(IN_FLIGHT, measured);
    try (Bench bench = Bench.open(site)) {
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        bench.runMany(Functions.CHAIN, "hello", inFlight, inFlight);
      }
      double seconds =
          site.recorder()
              .measured(() -> bench.runMany(Functions.CHAIN, "hello", measured, inFlight));
      String sizes =
          "%d with %d in flight, after %d rounds of %d"
              .formatted(measured, inFlight, WARM_UP_ROUNDS, inFlight);
      double rate = measured / seconds;
      return List.of(
          site.figure("orchestrations", "1/s", rate, sizes),
          site.figure("activities", "1/s", rate * Functions.CHAIN_LENGTH, sizes));
    }
  }
}
