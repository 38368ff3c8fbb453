package dev.varve.testing.simulation;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.ParentInstance;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Surgery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Holds what a run left behind against the invariants. */
final class Audit {
  private final Site site;
  private final World world;
  private final HubStore truth;
  private final Monitor monitor;

  Audit(Site site) {
    this.site = site;
    this.world = site.world();
    this.truth = site.truth();
    this.monitor = site.monitor();
  }

  /**
   * @throws Violation the first that is found
   */
  void check(List<Customer> customers) {
    customers.forEach(this::noLostStart);
    Map<String, InstanceRow> rows = new HashMap<>();
    rows(truth).forEach(row -> rows.put(row.instanceId(), row));
    for (InstanceRow row : rows.values()) {
      require(
          monitor.chronicle(row.instanceId()).isPresent(), Invariant.I1, row, "came from nowhere");
    }
    for (Chronicle chronicle : monitor.chronicles()) {
      InstanceRow row = rows.get(chronicle.instanceId());
      if (row == null) {
        world.fail(Invariant.I1, "'" + chronicle.instanceId() + "' has disappeared");
      } else {
        check(row, chronicle);
      }
      world.throwViolation();
    }
    counts(rows);
    List<String> left = Surgery.leftovers(truth);
    world.require(left.isEmpty(), Invariant.I13, "left over: " + left);
    world.throwViolation();
  }

  static List<InstanceRow> rows(HubStore hub) {
    List<InstanceRow> rows = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      var page = hub.query(page(next));
      rows.addAll(page.instances());
      next = page.continuation();
    } while (next.isPresent());
    return rows;
  }

  private static InstanceQuery page(Optional<String> continuation) {
    return new InstanceQuery(
        Optional.empty(),
        OptionalInt.empty(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        false,
        InstanceQuery.MAX_PAGE_SIZE,
        continuation);
  }

  private void noLostStart(Customer customer) {
    world.require(
        monitor.begun(customer.id()) == customer.starts(),
        Invariant.I1,
        "'"
            + customer.id()
            + "' was started "
            + customer.starts()
            + " times and came into being "
            + monitor.begun(customer.id())
            + " times");
    world.require(
        truth.instance(customer.id()).isPresent() == customer.isThere(),
        Invariant.I1,
        "'" + customer.id() + "' is there: " + !customer.isThere());
  }

  private void check(InstanceRow row, Chronicle chronicle) {
    List<HistoryTurn> stored = truth.history(row.instanceId(), 0, Integer.MAX_VALUE);
    require(stored.equals(chronicle.current()), Invariant.I2, row, "has another history than seen");
    new HistoryAudit(world, monitor.executions(), chronicle).check();
    versions(row, chronicle);
    outcome(row);
    family(row, chronicle);
    fold(row, chronicle);
  }

  private void versions(InstanceRow row, Chronicle chronicle) {
    for (List<HistoryTurn> execution : chronicle.executions()) {
      ExecutionStarted started = Chronicle.started(execution);
      for (int version : site.witness().versions(started.executionId())) {
        require(
            version == started.function().version(),
            Invariant.I8,
            row,
            "of " + started.function() + " was run by the code of version " + version);
      }
    }
  }

  private void outcome(InstanceRow row) {
    require(
        row.status() != OrchestrationRuntimeStatus.FAILED,
        Invariant.I5,
        row,
        "failed: " + row.failure());
    if (row.status() != OrchestrationRuntimeStatus.COMPLETED) {
      return;
    }
    State end = (State) Site.CONVERTER.fromPayload(row.output(), State.class);
    if (end == null || end.round() != Plan.rounds(end.seed(), end.depth())) {
      world.fail(Invariant.I5, "'" + row.instanceId() + "' ended as " + end);
      return;
    }
    require(
        end.sum() == end.expectedSum(),
        Invariant.I5,
        row,
        "came to " + end + ", not to " + end.expectedSum());
    List<Integer> events = IntStream.rangeClosed(1, end.expectedEvents()).boxed().toList();
    require(end.events().equals(events), Invariant.I3, row, "got " + end + ", not " + events);
  }

  private void family(InstanceRow row, Chronicle chronicle) {
    ParentInstance parent = chronicle.started().parent();
    require(
        row.parentId().equals(Optional.ofNullable(parent).map(ParentInstance::instanceId)),
        Invariant.I9,
        row,
        "has another parent in its row than in its history");
    if (parent == null || monitor.chronicle(parent.instanceId()).isEmpty()) {
      return;
    }
    List<SubOrchestrationInstanceCreated> births =
        monitor.chronicle(parent.instanceId()).stream()
            .flatMap(of -> of.executions().stream())
            .flatMap(List::stream)
            .flatMap(turn -> turn.decisions().stream())
            .filter(SubOrchestrationInstanceCreated.class::isInstance)
            .map(SubOrchestrationInstanceCreated.class::cast)
            .filter(child -> child.instanceId().equals(row.instanceId()))
            .toList();
    boolean replaced = monitor.begun(parent.instanceId()) > 1 && births.isEmpty();
    require(
        replaced || births.size() == 1, Invariant.I9, row, "was born " + births.size() + " times");
  }

  private void fold(InstanceRow row, Chronicle chronicle) {
    ExecutionStarted started = chronicle.started();
    HistoryTurn last = chronicle.current().getLast();
    boolean same =
        row.function().equals(started.function())
            && row.executionId().equals(started.executionId())
            && row.versionSetId().equals(started.versionSetId())
            && row.tags().equals(started.tags())
            && row.lastSequence() == last.sequence()
            && row.park().isEmpty();
    require(same, Invariant.I10, row, "has a row that contradicts its history: " + row);
    boolean ends =
        !last.decisions().isEmpty()
            && last.decisions().getLast() instanceof ExecutionCompleted end
            && end.status() == row.status()
            && end.output().equals(row.output())
            && Optional.ofNullable(end.failure()).equals(row.failure());
    require(ends, Invariant.I10, row, "has a row that contradicts its end: " + row);
  }

  private void counts(Map<String, InstanceRow> rows) {
    Map<String, Long> expected = new HashMap<>();
    rows.values()
        .forEach(row -> expected.merge(row.function() + " " + row.status(), 1L, Long::sum));
    Map<String, Long> actual = new HashMap<>();
    for (InstanceCount count : truth.counts()) {
      actual.merge(count.function() + " " + count.status(), count.count(), Long::sum);
    }
    world.require(
        actual.equals(expected), Invariant.I10, "counted " + actual + ", there are " + expected);
  }

  private void require(boolean holds, Invariant invariant, InstanceRow row, String what) {
    world.require(holds, invariant, "'" + row.instanceId() + "' " + what);
  }
}
