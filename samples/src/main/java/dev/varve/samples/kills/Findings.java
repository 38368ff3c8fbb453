package dev.varve.samples.kills;

import dev.varve.JacksonDataConverter;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What holds and what does not after everything should have ended.
 *
 * @param failures each with the id of the rule it breaks; empty if all holds
 * @param runs what the workers' run log says
 */
record Findings(List<String> failures, int instances, RunLog.Counts runs) {
  private static final int PAGE = 500;
  private static final int MOST_TURNS = 10_000;

  /**
   * @param acknowledged by instance id
   * @param sessions how many engines still run
   */
  static Findings of(
      HubStore hub,
      Database database,
      Path directory,
      Map<String, Load.Root> acknowledged,
      int sessions) {
    RunLog.Counts runs = RunLog.count(directory.resolve("runs.tsv"));
    Map<String, InstanceRow> rows = rows(hub);
    List<String> failures = new ArrayList<>();
    acknowledged.values().forEach(root -> checkRoot(root, rows.get(root.id()), failures));
    checkTotals(acknowledged, rows, runs, failures);
    for (InstanceRow row : rows.values()) {
      failures.addAll(HistoryCheck.failures(row, hub.history(row.instanceId(), 0, MOST_TURNS)));
    }
    checkCounts(hub, rows, failures);
    checkVersions(rows, runs, failures);
    failures.addAll(Leftovers.failures(database, sessions));
    return new Findings(List.copyOf(failures), rows.size(), runs);
  }

  private static void checkRoot(Load.Root root, @Nullable InstanceRow row, List<String> failures) {
    if (row == null) {
      failures.add("I1: " + root.id() + " was acknowledged and is lost");
      return;
    }
    if (row.status() != OrchestrationRuntimeStatus.COMPLETED) {
      failures.add("I11: " + root.id() + " did not complete: " + explain(row));
      return;
    }
    if (row.function().version() != root.version()) {
      failures.add("I8: " + root.id() + " was started as version " + root.version());
    }
    State end = (State) new JacksonDataConverter().fromPayload(row.output(), State.class);
    List<Integer> events = IntStream.rangeClosed(1, root.raised()).boxed().toList();
    if (end == null || end.sum() != root.model().sum()) {
      failures.add("I5: " + root.id() + " came to " + end + ", not to " + root.model().sum());
    } else if (!end.events().equals(events)) {
      failures.add("I3: " + root.id() + " got the events " + end.events() + " of " + events);
    }
  }

  private static void checkTotals(
      Map<String, Load.Root> acknowledged,
      Map<String, InstanceRow> rows,
      RunLog.Counts runs,
      List<String> failures) {
    long instances = acknowledged.values().stream().mapToLong(r -> r.model().instances()).sum();
    long calls = acknowledged.values().stream().mapToLong(r -> r.model().activities()).sum();
    if (rows.size() != instances) {
      failures.add("I9: there are " + rows.size() + " instances, by the model " + instances);
    }
    if (runs.calls() != calls) {
      failures.add("I4: " + runs.calls() + " activities were run, by the model " + calls);
    }
    rows.values().stream()
        .filter(row -> row.status() != OrchestrationRuntimeStatus.COMPLETED)
        .filter(row -> !acknowledged.containsKey(row.instanceId()))
        .forEach(row -> failures.add("I11: the child did not complete: " + explain(row)));
  }

  /** Each instance ran activities of its own version only. */
  private static void checkVersions(
      Map<String, InstanceRow> rows, RunLog.Counts runs, List<String> failures) {
    runs.versions()
        .forEach((instance, versions) -> {
          InstanceRow row = rows.get(instance);
          if (row != null && !versions.equals(Set.of(row.function().version()))) {
            failures.add(
                "I8: " + instance + " of " + row.function() + " ran activities of " + versions);
          }
        });
  }

  private static void checkCounts(
      HubStore hub, Map<String, InstanceRow> rows, List<String> failures) {
    Map<String, Long> expected = new HashMap<>();
    rows.values()
        .forEach(row -> expected.merge(row.function() + " " + row.status(), 1L, Long::sum));
    Map<String, Long> actual = new HashMap<>();
    hub.counts().forEach(c -> actual.merge(c.function() + " " + c.status(), c.count(), Long::sum));
    if (!actual.equals(expected)) {
      failures.add("I10: the store counts " + actual + ", its rows say " + expected);
    }
  }

  private static String explain(InstanceRow row) {
    return row.instanceId()
        + " "
        + row.status()
        + row.park().map(park -> " " + park.explanation()).orElse("")
        + row.failure().map(failure -> " " + failure).orElse("");
  }

  private static Map<String, InstanceRow> rows(HubStore hub) {
    Map<String, InstanceRow> rows = new HashMap<>();
    Optional<String> next = Optional.empty();
    do {
      var page = hub.query(page(Set.of(), PAGE, false, next));
      page.instances().forEach(row -> rows.put(row.instanceId(), row));
      next = page.continuation();
    } while (next.isPresent());
    return rows;
  }

  /** A query by status alone. */
  static InstanceQuery page(
      Set<OrchestrationRuntimeStatus> statuses,
      int size,
      boolean newestFirst,
      Optional<String> continuation) {
    return new InstanceQuery(
        Optional.empty(),
        OptionalInt.empty(),
        statuses,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        newestFirst,
        size,
        continuation);
  }
}
