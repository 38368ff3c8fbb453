package dev.varve.storage;

import dev.varve.FunctionName;
import dev.varve.history.DecisionEvent.TaskScheduled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The activity queue: a lane per function, oldest first. Guarded by the hub's lock. */
final class MemoryActivities {
  private final MemoryNotices notices;
  private final MemorySessions sessions;
  private final Map<Long, MemoryActivity> byId = new HashMap<>();
  private final Map<FunctionName, TreeMap<Long, MemoryActivity>> lanes = new HashMap<>();

  MemoryActivities(MemoryNotices notices, MemorySessions sessions) {
    this.notices = notices;
    this.sessions = sessions;
  }

  void add(long id, MemoryInstance instance, TaskScheduled task) {
    MemoryActivity activity = new MemoryActivity(id, instance, task);
    byId.put(id, activity);
    instance.activities.put(task.taskId(), activity);
    enqueue(activity);
  }

  /** Claims up to so many of those a session serves, the oldest first. */
  List<QueuedActivity> claim(MemorySession session, int max) {
    List<QueuedActivity> claimed = new ArrayList<>();
    PriorityQueue<TreeMap<Long, MemoryActivity>> served =
        new PriorityQueue<>((a, b) -> Long.compare(a.firstKey(), b.firstKey()));
    for (FunctionName function : session.descriptor().activities()) {
      TreeMap<Long, MemoryActivity> lane = lanes.get(function);
      if (lane != null && !lane.isEmpty()) {
        served.add(lane);
      }
    }
    while (claimed.size() < max && !served.isEmpty()) {
      TreeMap<Long, MemoryActivity> lane = served.remove();
      MemoryActivity activity = lane.pollFirstEntry().getValue();
      activity.owner = session;
      activity.deliveries++;
      session.activities.put(activity.id, activity);
      claimed.add(activity.handedOut());
      if (!lane.isEmpty()) {
        served.add(lane);
      }
    }
    return claimed;
  }

  boolean hasFor(MemorySession session) {
    for (FunctionName function : session.descriptor().activities()) {
      TreeMap<Long, MemoryActivity> lane = lanes.get(function);
      if (lane != null && !lane.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Puts a claimed activity back; the delivery counts only if its worker died. */
  void giveBack(MemoryActivity activity, boolean died) {
    if (activity.owner != null) {
      activity.owner.activities.remove(activity.id);
      activity.owner = null;
      activity.deliveries -= died ? 0 : 1;
      enqueue(activity);
    }
  }

  void remove(MemoryActivity activity) {
    byId.remove(activity.id);
    activity.instance.activities.remove(activity.task.taskId(), activity);
    if (activity.owner != null) {
      activity.owner.activities.remove(activity.id);
      activity.owner = null;
    } else {
      lane(activity).remove(activity.id);
    }
  }

  void cancel(MemoryInstance instance, int taskId) {
    MemoryActivity activity = instance.activities.get(taskId);
    if (activity != null) {
      remove(activity);
    }
  }

  void removeAllOf(MemoryInstance instance) {
    List.copyOf(instance.activities.values()).forEach(this::remove);
  }

  /** The activity, if this session claimed it. */
  @Nullable MemoryActivity claimedBy(MemorySession session, long id) {
    MemoryActivity activity = byId.get(id);
    return activity != null && activity.owner == session ? activity : null;
  }

  private void enqueue(MemoryActivity activity) {
    lane(activity).put(activity.id, activity);
    for (MemorySession session : sessions.live()) {
      if (session.descriptor().activities().contains(activity.task.function())) {
        notices.wake(session.wakeUp());
      }
    }
  }

  private TreeMap<Long, MemoryActivity> lane(MemoryActivity activity) {
    return lanes.computeIfAbsent(activity.task.function(), function -> new TreeMap<>());
  }
}
