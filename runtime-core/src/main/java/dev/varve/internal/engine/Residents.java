package dev.varve.internal.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instances in memory, bounded by count and bytes. Over the bound, those that rested longest
 * leave; those that do something stay. Thread-safe.
 */
final class Residents {
  private static final double KEPT_SHARE = 0.8;

  private final ConcurrentHashMap<String, Resident> residents = new ConcurrentHashMap<>();
  private final int maxCount;
  private final long maxBytes;

  Residents(int maxCount, long maxBytes) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  Optional<Resident> find(String instanceId) {
    return Optional.ofNullable(residents.get(instanceId));
  }

  /** Takes it in unless there is one of the same id. */
  boolean add(Resident resident) {
    return residents.putIfAbsent(resident.id(), resident) == null;
  }

  void remove(Resident resident) {
    residents.remove(resident.id(), resident);
  }

  Collection<Resident> all() {
    return residents.values();
  }

  int size() {
    return residents.size();
  }

  boolean isEmpty() {
    return residents.isEmpty();
  }

  /** How many more may come in. */
  int room() {
    return Math.max(0, maxCount - residents.size());
  }

  /** Asks those that rested longest to leave, until the bounds are kept with some room. */
  void trim() {
    long bytes = 0;
    List<Resident> idle = new ArrayList<>();
    for (Resident resident : residents.values()) {
      bytes += resident.weight();
      if (resident.isIdle()) {
        idle.add(resident);
      }
    }
    int count = residents.size();
    if (count < maxCount && bytes <= maxBytes) {
      return;
    }
    idle.sort(Comparator.comparingLong(Resident::touched));
    for (Resident resident : idle) {
      if (count <= maxCount * KEPT_SHARE && bytes <= maxBytes * KEPT_SHARE) {
        return;
      }
      resident.askToLeave();
      count--;
      bytes -= resident.weight();
    }
  }
}
