package dev.varve.azure;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstanceChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of this process what its commits changed. Thread-safe. */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  private final List<Consumer<InstanceChange>> listeners = new CopyOnWriteArrayList<>();

  AutoCloseable listen(Consumer<InstanceChange> listener) {
    Consumer<InstanceChange> own = listener::accept;
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  /** Tells of a change if the status is another one. */
  void changed(OrchestrationRuntimeStatus before, InstanceState now) {
    if (before != now.row.status()) {
      started(now);
    }
  }

  /** The change is made; a listener that throws must not make it look as if it was not. */
  void started(InstanceState now) {
    InstanceChange change =
        new InstanceChange(now.row.instanceId(), now.row.status(), Optional.of(now.row));
    for (Consumer<InstanceChange> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOG.warn("A listener of hub changes failed; the change itself was made", e);
      }
    }
  }
}
