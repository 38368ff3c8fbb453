package dev.varve.internal.engine;

import dev.varve.internal.engine.EngineScheduler.Cancellable;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A start whose first turn runs at once here. It goes to the store right before the commit of that
 * turn, so that both are likely to share one write; but it does not wait for user code longer than
 * a moment. Thread-safe.
 */
final class EagerStart {
  private static final Duration MOMENT = Duration.ofMillis(2);

  private final HubStore hub;
  private final NewInstance instance;
  private final CompletableFuture<StartOutcome> outcome = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Cancellable deadline;
  private boolean submitted;

  EagerStart(HubStore hub, NewInstance instance) {
    this.hub = hub;
    this.instance = instance;
  }

  /** From here on the store is told after a moment at the latest. */
  EagerStart within(EngineScheduler scheduler) {
    lock.lock();
    try {
      deadline = scheduler.schedule(MOMENT, this::submit);
      return this;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the store, once. When this returns, the start is in the store's queue. */
  void submit() {
    lock.lock();
    try {
      if (submitted) {
        return;
      }
      submitted = true;
      if (deadline != null) {
        deadline.cancel();
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    try {
      var unused =
          hub.start(List.of(instance))
              .whenComplete((outcomes, failure) -> {
                if (failure == null) {
                  outcome.complete(outcomes.getFirst());
                } else {
                  outcome.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  CompletableFuture<StartOutcome> outcome() {
    return outcome;
  }
}
