package dev.varve.azure;

import dev.varve.storage.QueuedActivity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** The queued activities that a session has claimed, as it knows them. Thread-safe. */
final class HeldActivities {
  /** How often it is looked whether another process has cancelled one. */
  private static final long CHECK_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * A claimed activity.
   *
   * @param etag of its row, which is the fence of the claim
   * @param kept whether it came with a turn of an instance that the session owns: then the hold of
   *     the instance stands for that of the activity
   */
  record Held(String instanceId, TaskEntry task, String etag, boolean kept) {}

  private final LongSupplier nanos;
  private final Map<Long, Held> byId = new ConcurrentHashMap<>();
  private final Map<Long, Long> checked = new ConcurrentHashMap<>();

  /** Kept and not handed out, in order. */
  private final ConcurrentSkipListMap<Long, Held> waiting = new ConcurrentSkipListMap<>();

  private final AtomicInteger room = new AtomicInteger();

  HeldActivities(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void put(Held held) {
    checked.put(held.task().id(), nanos.getAsLong());
    byId.put(held.task().id(), held);
  }

  /** So many more can be run now. */
  void setRoom(int more) {
    room.set(more - waiting.size());
  }

  /** Takes a place for an activity that is kept, if there is one. */
  boolean takeRoom() {
    return room.get() > 0 && room.decrementAndGet() >= 0;
  }

  /** Takes in an activity of the session's own; it is handed out with the next fetch. */
  void keep(Held held) {
    put(held);
    waiting.put(held.task().id(), held);
  }

  /** Hands out what was kept. */
  List<QueuedActivity> takeKept(int max) {
    List<QueuedActivity> taken = new ArrayList<>();
    while (taken.size() < max) {
      Map.Entry<Long, Held> first = waiting.pollFirstEntry();
      if (first == null) {
        return taken;
      }
      taken.add(first.getValue().task().handedOut(first.getValue().instanceId()));
    }
    return taken;
  }

  boolean hasKept() {
    return !waiting.isEmpty();
  }

  /** Those that the hold of this instance stands for. */
  List<Held> keptOf(String instanceId) {
    return byId.values().stream()
        .filter(held -> held.kept() && held.instanceId().equals(instanceId))
        .toList();
  }

  /** Now there is a row for its own hold. */
  void notKept(Held held) {
    byId.computeIfPresent(
        held.task().id(),
        (id, before) -> new Held(before.instanceId(), before.task(), before.etag(), false));
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
    waiting.remove(activityId);
    checked.remove(activityId);
  }

  Map<Long, Held> all() {
    return Map.copyOf(byId);
  }
}
