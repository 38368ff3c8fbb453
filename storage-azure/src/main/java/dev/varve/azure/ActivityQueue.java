package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The index of queued activities, a lane per function, oldest first. A row is written before the
 * activity and deleted once it is claimed or void. Thread-safe.
 */
final class ActivityQueue {
  static final String INSTANCE = "Instance";
  static final String TASK = "TaskId";

  private final RowTable work;
  private final Signals signals;

  ActivityQueue(RowTable work, Signals signals) {
    this.work = work;
    this.signals = signals;
  }

  /** "There may be this activity." */
  record Waiting(String lane, String key, String etag, String instanceId, int taskId, Row row) {
    long activityId() {
      return Keys.messageOfWake(key);
    }
  }

  /** Announces activities, before the write that queues them. */
  void announce(String instanceId, List<TaskEntry> tasks) {
    Map<String, List<Change>> byLane = new HashMap<>();
    for (TaskEntry task : tasks) {
      byLane
          .computeIfAbsent(lane(task), lane -> new ArrayList<>())
          .add(
              new Change.Put(
                  task.laneKey(), Map.of(INSTANCE, instanceId, TASK, task.task().taskId())));
    }
    byLane.forEach((lane, changes) -> Ahead.prepare(() -> Sweep.apply(work, lane, changes)));
  }

  /** The activities are written: whoever looks there is told to. */
  void ring(List<TaskEntry> tasks) {
    tasks.stream().map(ActivityQueue::lane).distinct().forEach(signals::ring);
  }

  /** Nobody has to look for these any more. */
  void withdraw(List<TaskEntry> tasks) {
    signals.voided(tasks);
    Map<String, List<String>> byLane = new HashMap<>();
    for (TaskEntry task : tasks) {
      byLane.computeIfAbsent(lane(task), lane -> new ArrayList<>()).add(task.laneKey());
    }
    clear(byLane);
  }

  private static String lane(TaskEntry task) {
    return Lanes.activities(task.task().function());
  }

  /** What waits for a function, the oldest first, at most so many. */
  List<Waiting> look(FunctionName function, int max) {
    List<Waiting> waiting = new ArrayList<>();
    for (Row row : work.range(Lanes.activities(function), "0", "g", max)) {
      waiting.add(
          new Waiting(
              row.partition(),
              row.key(),
              row.etag(),
              row.text(INSTANCE).orElse(""),
              row.number(TASK).orElse(0L).intValue(),
              row));
    }
    return waiting;
  }

  /** Deletes rows of what was claimed or is not there. */
  void delete(List<Waiting> rows) {
    Map<String, List<String>> byLane = new HashMap<>();
    for (Waiting row : rows) {
      byLane.computeIfAbsent(row.lane(), lane -> new ArrayList<>()).add(row.key());
    }
    clear(byLane);
  }

  private void clear(Map<String, List<String>> byLane) {
    byLane.forEach(
        (lane, keys) -> Behind.tidy("clearing activities", () -> Sweep.delete(work, lane, keys)));
  }
}
