package dev.varve.benchmarks;

import java.util.List;

/** W4: one orchestration with 1,000 activities in sequence. */
record SequenceMeasurement(Site site) implements Measurement {
  private static final int LENGTH = 1_000;
  private static final int WARM_UP = 5;

  @Override
  public List<Figure> measure() throws Exception {
    int length = site.scaled(LENGTH);
    int warmUp = site.repeated(WARM_UP);
    try (Bench bench = Bench.open(site)) {
      for (int i = 0; i < warmUp; i++) {
        bench.runOne(Engine.SEQUENCE, length);
      }
      double milliseconds =
          site.recorder()
              .measured(() -> {
                long begin = System.nanoTime();
                bench.runOne(Engine.SEQUENCE, length);
                return Bench.millisecondsSince(begin);
              });
      String sizes = "%d in sequence, after %d such".formatted(length, warmUp);
      return List.of(site.figure("per activity", "ms", milliseconds / length, sizes));
    }
  }
}
