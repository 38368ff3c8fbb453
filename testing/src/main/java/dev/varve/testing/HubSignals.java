package dev.varve.testing;

import dev.varve.storage.InstanceChange;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who is told of changes in one hub, in the order they came. Thread-safe. */
final class HubSignals {
  private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
  private final List<Consumer<InstanceChange>> listeners = new CopyOnWriteArrayList<>();

  void addSession(Runnable wakeUp) {
    wakeUps.add(wakeUp);
  }

  void removeSession(Runnable wakeUp) {
    wakeUps.remove(wakeUp);
  }

  AutoCloseable listen(Consumer<InstanceChange> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void wakeUp() {
    wakeUps.forEach(Runnable::run);
  }

  void changed(InstanceChange change) {
    listeners.forEach(listener -> listener.accept(change));
  }
}
