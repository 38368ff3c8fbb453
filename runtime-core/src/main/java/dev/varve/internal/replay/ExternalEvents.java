package dev.varve.internal.replay;

import dev.varve.Payload;
import dev.varve.history.InputEvent.EventRaised;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Events that arrived and waits for events. Names are compared ignoring case both ways; the first
 * waiter gets the first event, and what nobody waits for is kept in order of arrival.
 */
final class ExternalEvents {
  /**
   * A wait for an event.
   *
   * @param type what the event will be read as
   */
  record Waiter(Type type, Consumer<Payload> deliver) {}

  private final Map<String, Deque<Waiter>> waiters = new HashMap<>();
  private final Map<String, Deque<Arrived>> buffered = new HashMap<>();
  private long arrivals;

  private record Arrived(long order, EventRaised event) {}

  void raise(EventRaised event) {
    Deque<Waiter> waiting = waiters.get(key(event.name()));
    if (waiting == null) {
      buffered
          .computeIfAbsent(key(event.name()), k -> new ArrayDeque<>(1))
          .addLast(new Arrived(arrivals++, event));
      return;
    }
    Waiter first = waiting.removeFirst();
    if (waiting.isEmpty()) {
      waiters.remove(key(event.name()));
    }
    first.deliver().accept(event.payload());
  }

  /** The first buffered event of this name, taken out. */
  Optional<Payload> take(String name) {
    Deque<Arrived> arrived = buffered.get(key(name));
    if (arrived == null) {
      return Optional.empty();
    }
    Arrived first = arrived.removeFirst();
    if (arrived.isEmpty()) {
      buffered.remove(key(name));
    }
    return Optional.of(first.event().payload());
  }

  void await(String name, Waiter waiter) {
    waiters.computeIfAbsent(key(name), k -> new ArrayDeque<>(1)).addLast(waiter);
  }

  void forget(String name, Waiter waiter) {
    Deque<Waiter> waiting = waiters.get(key(name));
    if (waiting != null && waiting.remove(waiter) && waiting.isEmpty()) {
      waiters.remove(key(name));
    }
  }

  /** What events to come will be read as: by {@link #key}, the first waiter's first. */
  Map<String, Deque<Type>> awaitedTypes() {
    Map<String, Deque<Type>> types = new HashMap<>();
    waiters.forEach((key, waiting) -> {
      Deque<Type> ofName = new ArrayDeque<>(waiting.size());
      waiting.forEach(waiter -> ofName.addLast(waiter.type()));
      types.put(key, ofName);
    });
    return types;
  }

  /** What nobody waited for, in order of arrival. */
  List<EventRaised> buffered() {
    List<Arrived> all = new ArrayList<>();
    buffered.values().forEach(all::addAll);
    all.sort(Comparator.comparingLong(Arrived::order));
    return all.stream().map(Arrived::event).toList();
  }

  /** The same for names that are the same. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
