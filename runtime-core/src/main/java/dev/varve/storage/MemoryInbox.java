package dev.varve.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The messages and timers of one instance. Guarded by the hub's lock. */
final class MemoryInbox {
  /** The due time of nothing. */
  static final long NEVER = Long.MAX_VALUE;

  private final TreeSet<InboxRow> waiting = new TreeSet<>();
  private final Map<Long, InboxRow> delivered = new HashMap<>();
  private final Map<Integer, InboxRow> timers = new HashMap<>();
  private int managementWaiting;

  void add(InboxRow row) {
    if (row.timer()) {
      cancelTimer(row.timerId());
      timers.put(row.timerId(), row);
    }
    if (row.isManagement()) {
      managementWaiting++;
    }
    waiting.add(row);
  }

  /** When the first message that was not handed out is due, or {@link #NEVER}. */
  long firstDue() {
    return waiting.isEmpty() ? NEVER : waiting.first().due();
  }

  boolean hasManagementWaiting() {
    return managementWaiting > 0;
  }

  /** Hands out all that is due, once per ownership. */
  List<InboxMessage> deliver(long now) {
    if (firstDue() > now) {
      return List.of();
    }
    List<InboxMessage> messages = new ArrayList<>();
    while (firstDue() <= now) {
      InboxRow row = waiting.first();
      unqueue(row);
      delivered.put(row.message().id(), row);
      messages.add(row.message());
    }
    return messages;
  }

  /** The first of what was not consumed, handed out or not, timers apart. */
  List<InboxMessage> notConsumed(int max) {
    return Stream.concat(waiting.stream(), delivered.values().stream())
        .filter(row -> !row.timer())
        .sorted()
        .limit(max)
        .map(InboxRow::message)
        .toList();
  }

  /** Removes exactly these messages (G7). */
  void consume(List<Long> ids) {
    for (Long id : ids) {
      InboxRow row = delivered.get(id);
      if (row == null) {
        row = findWaiting(id);
      }
      if (row != null) {
        remove(row);
      }
    }
  }

  /** Removes a timer, whether or not it was handed out. */
  void cancelTimer(int taskId) {
    InboxRow row = timers.get(taskId);
    if (row != null) {
      remove(row);
    }
  }

  /** The ownership ended: what was handed out and not consumed waits again. */
  void takeBack() {
    for (InboxRow row : delivered.values()) {
      waiting.add(row);
      if (row.isManagement()) {
        managementWaiting++;
      }
    }
    delivered.clear();
  }

  /** Another execution begins: timers and answers to other executions go, the rest stays. */
  void keepFor(String executionId) {
    Predicate<InboxRow> past =
        row -> row.timer() || row.executionId().filter(id -> !id.equals(executionId)).isPresent();
    waiting.removeIf(past);
    delivered.values().removeIf(past);
    timers.clear();
    managementWaiting = (int) waiting.stream().filter(InboxRow::isManagement).count();
  }

  /** The instance has failed: events stay, should it be rewound. */
  void keepEvents() {
    waiting.removeIf(row -> row.timer() || row.isManagement() || row.executionId().isPresent());
    delivered.clear();
    timers.clear();
    managementWaiting = 0;
  }

  void clear() {
    waiting.clear();
    delivered.clear();
    timers.clear();
    managementWaiting = 0;
  }

  private void remove(InboxRow row) {
    if (delivered.remove(row.message().id()) == null) {
      unqueue(row);
    }
    if (row.timer()) {
      timers.remove(row.timerId());
    }
  }

  private void unqueue(InboxRow row) {
    if (waiting.remove(row) && row.isManagement()) {
      managementWaiting--;
    }
  }

  private @Nullable InboxRow findWaiting(long id) {
    Iterator<InboxRow> rows = waiting.iterator();
    while (rows.hasNext()) {
      InboxRow row = rows.next();
      if (row.message().id() == id) {
        return row;
      }
    }
    return null;
  }
}
