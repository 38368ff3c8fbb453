package dev.varve.benchmarks;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
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
      Map<Filter, double[]> byFilter = site.recorder().measured(() -> pages(hub, ROUNDS));
      Statistics pages =
          Statistics.of(byFilter.values().stream().flatMapToDouble(Arrays::stream).toArray());
      Statistics counts = site.recorder().measured(() -> counts(hub, COUNTS));
      String sizes = "%d instances".formatted(finished + sleeping);
      String pageSizes = "%s, %d pages of 100 by 5 filters".formatted(sizes, 5 * ROUNDS);
      List<Figure> figures = new ArrayList<>();
      figures.add(site.figure("page p50", "ms", pages.percentile(50), pageSizes));
      figures.add(site.figure("page p95", "ms", pages.percentile(95), pageSizes));
      byFilter.forEach((filter, times) ->
          figures.add(
              site.figure(
                  "page p95, " + filter.words,
                  "ms",
                  Statistics.of(times).percentile(95),
                  "%s, %d pages of 100".formatted(sizes, ROUNDS))));
      figures.add(
          site.figure("counts p95", "ms", counts.percentile(95), sizes + ", " + COUNTS + " times"));
      return List.copyOf(figures);
    }
  }

  /** What a dashboard asks for. */
  private enum Filter {
    NEWEST("newest first"),
    VERSION("one version"),
    STATUS("one version and status"),
    PREFIX("id prefix"),
    SECOND("second page of one version");

    private final String words;

    Filter(String words) {
      this.words = words;
    }

    InstanceQuery query(HubStore hub, int round) {
      InstanceQuery version =
          ListMeasurement.NEWEST
              .withBaseName(Filler.FINISHED)
              .withVersion(1 + round % Filler.VERSIONS);
      return switch (this) {
        case NEWEST -> ListMeasurement.NEWEST;
        case VERSION -> version;
        case STATUS -> version.withStatuses(Set.of(OrchestrationRuntimeStatus.TERMINATED));
        case PREFIX -> InstanceQuery.ALL.withIdPrefix("filled-" + round);
        case SECOND -> following(hub, version);
      };
    }
  }

  private static Map<Filter, double[]> pages(HubStore hub, int rounds) {
    Map<Filter, double[]> times = new EnumMap<>(Filter.class);
    for (int round = 0; round < rounds; round++) {
      for (Filter filter : Filter.values()) {
        times.computeIfAbsent(filter, f -> new double[rounds])[round] =
            time(hub, filter.query(hub, round));
      }
    }
    return times;
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
