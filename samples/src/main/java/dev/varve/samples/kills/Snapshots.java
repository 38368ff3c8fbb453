package dev.varve.samples.kills;

import dev.varve.history.HistoryTurn;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Histories as they were while the load ran: each must be a prefix of what it became. Thread-safe.
 */
final class Snapshots {
  private static final int MOST_TURNS = 1_000;

  private final HubStore hub;
  private final Queue<Snapshot> taken = new ConcurrentLinkedQueue<>();

  Snapshots(HubStore hub) {
    this.hub = hub;
  }

  private record Snapshot(String instanceId, List<HistoryTurn> history) {}

  void take(List<InstanceRow> rows) {
    for (InstanceRow row : rows) {
      List<HistoryTurn> history = hub.history(row.instanceId(), 0, MOST_TURNS);
      taken.add(new Snapshot(row.instanceId(), history));
    }
  }

  int count() {
    return taken.size();
  }

  List<String> failures() {
    return taken.stream()
        .filter(snapshot -> !isPrefix(snapshot))
        .map(snapshot -> "I2: the history of " + snapshot.instanceId() + " was changed")
        .toList();
  }

  private boolean isPrefix(Snapshot snapshot) {
    List<HistoryTurn> before = snapshot.history();
    List<HistoryTurn> now = hub.history(snapshot.instanceId(), 0, MOST_TURNS);
    if (before.isEmpty() || now.isEmpty()) {
      return false;
    }
    // Continue-as-new drops the history before it; sequences go on.
    return now.getFirst().sequence() > before.getLast().sequence()
        || (now.size() >= before.size() && now.subList(0, before.size()).equals(before));
  }
}
