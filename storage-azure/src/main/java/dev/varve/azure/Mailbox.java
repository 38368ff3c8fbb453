package dev.varve.azure;

import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.InboxMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The inbox of an owned instance as its owner knows it: what waits, and what was handed out.
 * Thread-safe.
 */
final class Mailbox {
  private static final int REMEMBERED = 1_000;

  private final TreeSet<InboxEntry> waiting = new TreeSet<>();
  private final Map<Long, InboxEntry> known = new HashMap<>();
  private final Map<Integer, InboxEntry> timers = new HashMap<>();

  /** Ids of messages that were here lately, so that late news of them are recognised. */
  private final Set<Long> gone = new LinkedHashSet<>();

  Mailbox(List<InboxEntry> entries) {
    entries.forEach(this::add);
  }

  /** Takes in a message that it may know already. */
  synchronized boolean add(InboxEntry entry) {
    if (gone.contains(entry.id()) || known.putIfAbsent(entry.id(), entry) != null) {
      return false;
    }
    if (entry.message().event() instanceof TimerFired timer) {
      timers.put(timer.taskId(), entry);
    }
    return waiting.add(entry);
  }

  /** When the first message that was not handed out is due, or {@link Micros#NEVER}. */
  synchronized long firstDue() {
    return waiting.isEmpty() ? Micros.NEVER : waiting.first().due();
  }

  /** When the first message is due that the next owner finds, or {@link Micros#NEVER}. */
  synchronized long firstDueOfAll() {
    return known.values().stream().mapToLong(InboxEntry::due).min().orElse(Micros.NEVER);
  }

  synchronized boolean hasManagement() {
    return known.values().stream().anyMatch(InboxEntry::isManagement);
  }

  /** Hands out all that is due, once per ownership. */
  synchronized List<InboxMessage> deliver(long now) {
    List<InboxMessage> messages = new ArrayList<>();
    while (firstDue() <= now) {
      messages.add(waiting.removeFirst().message());
    }
    return messages;
  }

  /** Whether the message is here or was here lately. */
  synchronized boolean knows(long id) {
    return known.containsKey(id) || gone.contains(id);
  }

  synchronized @Nullable InboxEntry find(long id) {
    return known.get(id);
  }

  synchronized @Nullable InboxEntry timer(int taskId) {
    return timers.get(taskId);
  }

  synchronized List<InboxEntry> all() {
    return List.copyOf(known.values());
  }

  synchronized void remove(InboxEntry entry) {
    known.remove(entry.id());
    gone.add(entry.id());
    if (gone.size() > REMEMBERED) {
      gone.remove(gone.iterator().next());
    }
    waiting.remove(entry);
    if (entry.message().event() instanceof TimerFired timer) {
      timers.remove(timer.taskId(), entry);
    }
  }
}
