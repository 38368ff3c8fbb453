package dev.varve.azure;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The queued activities that a session has claimed, as it knows them. Thread-safe. */
final class HeldActivities {
  /** How often it is looked whether another process has cancelled one. */
  private static final long CHECK_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * A claimed activity.
   *
   * @param etag of its row, which is the fence of the claim
   */
  record Held(String instanceId, TaskEntry task, String etag) {}

  private final LongSupplier nanos;
  private final Map<Long, Held> byId = new ConcurrentHashMap<>();
  private final Map<Long, Long> checked = new ConcurrentHashMap<>();

  HeldActivities(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void put(Held held) {
    checked.put(held.task().id(), nanos.getAsLong());
    byId.put(held.task().id(), held);
  }

  Optional<Held> find(long activityId) {
    return Optional.ofNullable(byId.get(activityId));
  }

  /** Whether its row was not looked at for a while; it is from now on. */
  boolean isToBeChecked(Held held) {
    long now = nanos.getAsLong();
    Long last = checked.get(held.task().id());
    if (last == null || now - last < CHECK_NANOS) {
      return false;
    }
    checked.put(held.task().id(), now);
    return true;
  }

  void remove(long activityId) {
    byId.remove(activityId);
    checked.remove(activityId);
  }

  Map<Long, Held> all() {
    return Map.copyOf(byId);
  }
}
