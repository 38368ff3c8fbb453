package dev.varve.benchmarks;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** W11: a page of a filtered list, and the counts per version, among the instances of W10. */
record ListMeasurement(Site site) implements Measurement {
  private static final int ROUNDS = 50;
  private static final int WARM_UP = 10;
  private static final int COUNTS = 20;

  /** What a dashboard opens with. */
  private static final InstanceQuery NEWEST =
      new InstanceQuery(
          Optional.empty(),
          OptionalInt.empty(),
          Set.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          true,
          100,
          Optional.empty());

  @Override
  public List<Figure> measure() throws Exception {
    int finished = site.scaled(IdleMeasurement.FINISHED);
    int sleeping = site.scaled(IdleMeasurement.SLEEPING);
    String address = site.stock().address(site.subject(), finished, sleeping);
    try (Storage storage = Stores.open(site.subject(), address)) {
      HubStore hub = storage.hub("default");
      pages(hub, WARM_UP);
      counts(hub, 1);
      Statistics pages = site.recorder().measured(() -> pages(hub, ROUNDS));
      Statistics counts = site.recorder().measured(() -> counts(hub, COUNTS));
      String sizes = "%d instances".formatted(finished + sleeping);
      String pageSizes = "%s, %d pages of 100 by 5 filters".formatted(sizes, 5 * ROUNDS);
      return List.of(
          site.figure("page p50", "ms", pages.percentile(50), pageSizes),
          site.figure("page p95", "ms", pages.percentile(95), pageSizes),
          site.figure("counts p95", "ms", counts.percentile(95), sizes + ", " + COUNTS + " times"));
    }
  }

  private static Statistics pages(HubStore hub, int rounds) {
    double[] times = new double[5 * rounds];
    for (int round = 0; round < rounds; round++) {
      InstanceQuery version =
          NEWEST.withBaseName(Filler.FINISHED).withVersion(1 + round % Filler.VERSIONS);
      InstanceQuery rare = version.withStatuses(Set.of(OrchestrationRuntimeStatus.TERMINATED));
      InstanceQuery named = InstanceQuery.ALL.withIdPrefix("filled-" + round);
      int at = 5 * round;
      times[at] = time(hub, NEWEST);
      times[at + 1] = time(hub, version);
      times[at + 2] = time(hub, rare);
      times[at + 3] = time(hub, named);
      times[at + 4] = time(hub, following(hub, version));
    }
    return Statistics.of(times);
  }

  /** The second page, found by what the first one says. */
  private static InstanceQuery following(HubStore hub, InstanceQuery query) {
    return hub.query(query).continuation().map(query::withContinuation).orElse(query);
  }

  private static double time(HubStore hub, InstanceQuery query) {
    long begin = System.nanoTime();
    InstancePage page = hub.query(query);
    double milliseconds = Bench.millisecondsSince(begin);
    if (page.instances().size() > query.pageSize()) {
      throw new IllegalStateException("a page of " + page.instances().size() + " for " + query);
    }
    return milliseconds;
  }

  private static Statistics counts(HubStore hub, int times) {
    double[] milliseconds = new double[times];
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      if (hub.counts().isEmpty()) {
        throw new IllegalStateException("nothing is counted");
      }
      milliseconds[i] = Bench.millisecondsSince(begin);
    }
    return Statistics.of(milliseconds);
  }
}
