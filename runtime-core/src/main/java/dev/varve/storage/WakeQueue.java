package dev.varve.storage;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Instances that wait for their time, nearest first. An instance is in one queue at most. Guarded
 * by the hub's lock.
 */
final class WakeQueue {
  private final TreeSet<MemoryInstance> entries = new TreeSet<>(WakeQueue::compare);

  /** Puts an instance in, out of the queue it was in. */
  void add(MemoryInstance instance, long wakeAt, long order) {
    remove(instance);
    instance.queue = this;
    instance.wakeAt = wakeAt;
    instance.wakeOrder = order;
    entries.add(instance);
  }

  /** Takes an instance out of the queue it is in, if it is in one. */
  static void remove(MemoryInstance instance) {
    if (instance.queue != null) {
      instance.queue.entries.remove(instance);
      instance.queue = null;
      instance.wakeAt = MemoryInbox.NEVER;
    }
  }

  @Nullable MemoryInstance first() {
    return entries.isEmpty() ? null : entries.first();
  }

  /** When the first is due, or {@link MemoryInbox#NEVER}. */
  long firstDue() {
    return entries.isEmpty() ? MemoryInbox.NEVER : entries.first().wakeAt;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Orders two queues that are not empty by their first entries. */
  static int compareFirst(WakeQueue a, WakeQueue b) {
    return compare(a.entries.first(), b.entries.first());
  }

  private static int compare(MemoryInstance a, MemoryInstance b) {
    int byTime = Long.compare(a.wakeAt, b.wakeAt);
    return byTime != 0 ? byTime : Long.compare(a.wakeOrder, b.wakeOrder);
  }
}
