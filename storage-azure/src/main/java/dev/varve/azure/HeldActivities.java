package dev.varve.azure;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The queued activities that a session has claimed, as it knows them. Thread-safe. */
final class HeldActivities {
  /**
   * A claimed activity.
   *
   * @param etag of its row, which is the fence of the claim
   */
  record Held(String instanceId, TaskEntry task, String etag) {}

  private final Map<Long, Held> byId = new ConcurrentHashMap<>();

  void put(Held held) {
    byId.put(held.task().id(), held);
  }

  Optional<Held> find(long activityId) {
    return Optional.ofNullable(byId.get(activityId));
  }

  void remove(long activityId) {
    byId.remove(activityId);
  }

  Map<Long, Held> all() {
    return Map.copyOf(byId);
  }
}
