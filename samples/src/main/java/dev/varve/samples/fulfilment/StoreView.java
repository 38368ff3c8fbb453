package dev.varve.samples.fulfilment;

import dev.varve.FunctionName;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Storage;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import dev.varve.versioning.VersionsOverview;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the application's database from outside, whether the application runs or not. */
final class StoreView implements AutoCloseable {
  private final Storage storage;
  private final HubStore hub;
  private final VersionSource current;

  StoreView(Path directory) {
    this.storage = OrderStore.open(directory);
    this.hub = storage.hub("default");
    this.current = VersionSources.watching(directory.resolve("versions.properties"));
  }

  /** A call of an activity: which order, and the number of the call within it. */
  record Call(String order, int task) {}

  List<InstanceRow> orders() {
    return hub.query(InstanceQuery.ALL).instances();
  }

  VersionsOverview.OfVersion version(int version) {
    FunctionName function = new FunctionName("OrderFulfilment", version);
    return VersionsOverview.of(hub, current, Set.of()).version(function).orElseThrow();
  }

  /** The calls whose completion is in history: they must never run again. */
  Set<Call> completedCalls() {
    Set<Call> completed = new HashSet<>();
    for (InstanceRow order : orders()) {
      for (HistoryTurn turn : history(order)) {
        turn.inputs().stream()
            .filter(TaskCompleted.class::isInstance)
            .map(TaskCompleted.class::cast)
            .forEach(event -> completed.add(new Call(order.instanceId(), event.taskId())));
      }
    }
    return completed;
  }

  /** How many orders have come to their timer. */
  long ordersWithTimer() {
    return orders().stream()
        .filter(order ->
            history(order).stream()
                .flatMap(turn -> turn.decisions().stream())
                .anyMatch(TimerCreated.class::isInstance))
        .count();
  }

  private List<HistoryTurn> history(InstanceRow order) {
    return hub.history(order.instanceId(), 0, 1_000);
  }

  @Override
  public void close() {
    current.close();
    storage.close();
  }
}
