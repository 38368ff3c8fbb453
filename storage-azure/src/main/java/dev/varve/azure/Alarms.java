package dev.varve.azure;

import dev.varve.storage.FetchBatch.Delivery;
import dev.varve.storage.InboxMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** When the messages of owned instances are due. Thread-safe. */
final class Alarms {
  private final Ownership ownership;
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::due));

  /** When the next message is due, as whoever waits for it was told. */
  private long told = Micros.NEVER;

  private record Alarm(long due, Owned instance) {}

  Alarms(Ownership ownership) {
    this.ownership = ownership;
  }

  /**
   * Something may be due for the instance sooner than what was.
   *
   * @return whether that is sooner than what {@link #next} told
   */
  synchronized boolean set(Owned instance) {
    long due = instance.mailbox.firstDue();
    if (due != Micros.NEVER) {
      alarms.add(new Alarm(due, instance));
    }
    boolean sooner = due < told;
    told = Math.min(due, told);
    return sooner;
  }

  /**
   * Hands out all that is due, once per ownership, and once for each instance: another message may
   * come meanwhile.
   *
   * @param later instances whose messages stay for the next time: whoever takes them in now may
   *     give the instance up before
   */
  synchronized List<Delivery> deliver(long now, Set<String> later) {
    List<Delivery> delivered = new ArrayList<>();
    Set<String> served = new HashSet<>(later);
    List<Alarm> kept = new ArrayList<>();
    while (next() <= now) {
      Alarm alarm = alarms.remove();
      Owned instance = alarm.instance();
      if (served.contains(instance.id)) {
        kept.add(alarm);
        continue;
      }
      List<InboxMessage> messages = instance.mailbox.deliver(now);
      if (!messages.isEmpty()) {
        delivered.add(new Delivery(instance.id, messages));
        served.add(instance.id);
      }
      boolean unused = set(instance); // next() tells
    }
    alarms.addAll(kept);
    return delivered;
  }

  /** When the next message is due, or {@link Micros#NEVER}. */
  synchronized long next() {
    Alarm first = alarms.peek();
    while (first != null && isOver(first)) {
      alarms.remove();
      first = alarms.peek();
    }
    told = first == null ? Micros.NEVER : first.due();
    return told;
  }

  private boolean isOver(Alarm alarm) {
    return !ownership.isCurrent(alarm.instance())
        || alarm.instance().mailbox.firstDue() != alarm.due();
  }
}
