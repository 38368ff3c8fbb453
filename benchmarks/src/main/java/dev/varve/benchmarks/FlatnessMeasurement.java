package dev.varve.benchmarks;

import java.util.List;

/**
 * W4b: one orchestration with 10,000 activities in sequence; the last 100 must not take longer than
 * the first 100. Activities note when they begin.
 */
final class FlatnessMeasurement implements Measurement {
  private static final int LENGTH = 10_000;
  private static final int EDGE = 100;
  private static final int WARM_UP = 2;

  private final Site site;
  private final int length;
  private final int edge;
  // Each activity writes its own place; the orchestration's end orders that before the reading.
  private final long[] begun;

  FlatnessMeasurement(Site site) {
    this.site = site;
    this.length = Math.max(4, site.scaled(LENGTH));
    this.edge = Math.min(EDGE, length / 2);
    this.begun = new long[length + 1];
  }

  @Override
  public List<Figure> measure() throws Exception {
    try (Bench bench =
        Bench.open(
            Bench.builder(site)
                .orchestrator(
                    "Noted_v1",
                    Integer.class,
                    (context, count) -> {
                      for (int i = 0; i < count; i++) {
                        context.callActivity("Note", i, Integer.class).await();
                      }
                      return count;
                    })
                .activity("Note_v1", Integer.class, this::note))) {
      for (int i = 0; i < WARM_UP; i++) {
        bench.runOne("Noted", length);
      }
      site.recorder().measured(() -> run(bench));
      String sizes = "%d in sequence, after %d such".formatted(length, WARM_UP);
      double first = milliseconds(0);
      double last = milliseconds(length - edge);
      return List.of(
          site.figure("first " + edge, "ms per activity", first / edge, sizes),
          site.figure("last " + edge, "ms per activity", last / edge, sizes),
          site.figure("last/first", "ratio", last / first, sizes));
    }
  }

  private boolean run(Bench bench) throws Exception {
    bench.runOne("Noted", length);
    begun[length] = System.nanoTime();
    return true;
  }

  private int note(int step) {
    begun[step] = System.nanoTime();
    return step;
  }

  /** What so many activities took, from the one numbered {@code from} on. */
  private double milliseconds(int from) {
    return (begun[from + edge] - begun[from]) / 1e6;
  }
}
