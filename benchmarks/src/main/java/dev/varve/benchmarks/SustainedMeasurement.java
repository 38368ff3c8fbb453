package dev.varve.benchmarks;

import java.util.List;

/** W2 sustained: chains of ten activities, 500 in flight all the time. */
record SustainedMeasurement(Site site) implements Measurement {
  static final int IN_FLIGHT = 500;
  static final int WARM_UP_ROUNDS = 60;
  static final int MEASURED = 12_000;

  @Override
  public List<Figure> measure() throws Exception {
    int measured = site.amount(MEASURED);
    int rounds = site.repeated(WARM_UP_ROUNDS);
    int inFlight = Math.min(IN_FLIGHT, measured);
    try (Bench bench = Bench.open(site)) {
      for (int round = 0; round < rounds; round++) {
        bench.runMany(Engine.CHAIN, "hello", inFlight, inFlight);
      }
      double seconds =
          site.recorder().measured(() -> bench.runMany(Engine.CHAIN, "hello", measured, inFlight));
      String sizes =
          "%d with %d in flight, after %d rounds of %d"
              .formatted(measured, inFlight, rounds, inFlight);
      double rate = measured / seconds;
      return List.of(
          site.figure("orchestrations", "1/s", rate, sizes),
          site.figure("activities", "1/s", rate * Engine.CHAIN_LENGTH, sizes));
    }
  }
}
