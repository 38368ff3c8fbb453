package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wake-ups and change signals that became due under the hub's lock and are given when it is free,
 * since whoever listens may call the store again.
 */
final class MemoryNotices {
  private static final Logger log = LoggerFactory.getLogger(MemoryNotices.class);

  private final List<Consumer<InstanceChange>> listeners = new CopyOnWriteArrayList<>();
  private Set<Runnable> wakeUps = new LinkedHashSet<>();
  private List<InstanceChange> changes = new ArrayList<>();

  AutoCloseable listen(Consumer<InstanceChange> listener) {
    Consumer<InstanceChange> own = listener::accept;
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  void wake(Runnable wakeUp) {
    wakeUps.add(wakeUp);
  }

  void changed(String instanceId, OrchestrationRuntimeStatus status) {
    if (!listeners.isEmpty()) {
      changes.add(new InstanceChange(instanceId, status));
    }
  }

  /** Takes out what is to be said; to be run without the lock. */
  Runnable take() {
    if (wakeUps.isEmpty() && changes.isEmpty()) {
      return () -> {};
    }
    Set<Runnable> wake = wakeUps;
    List<InstanceChange> changed = changes;
    wakeUps = new LinkedHashSet<>();
    changes = new ArrayList<>();
    return () -> {
      wake.forEach(MemoryNotices::give);
      changed.forEach(change -> listeners.forEach(listener -> give(() -> listener.accept(change))));
    };
  }

  /** The change is made; a listener that throws must not make it look as if it was not. */
  private static void give(Runnable notice) {
    try {
      notice.run();
    } catch (RuntimeException e) {
      log.warn("A listener of the in-memory storage failed; the change itself was made", e);
    }
  }
}
