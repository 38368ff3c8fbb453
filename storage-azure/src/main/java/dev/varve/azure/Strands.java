package dev.varve.azure;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Does things one after the other for each instance, side by side for different ones. All that this
 * process does to an instance goes through here, so its requests for one instance never compete.
 * What is done must not wait for another instance's. Thread-safe.
 */
final class Strands {
  private final Executor executor;
  private final Map<String, CompletableFuture<?>> last = new HashMap<>();

  Strands(Executor executor) {
    this.executor = executor;
  }

  /** Does it after all that was submitted for the instance before. */
  <T> CompletableFuture<T> submit(String instanceId, Supplier<T> action) {
    CompletableFuture<T> mine;
    synchronized (last) {
      CompletableFuture<?> before = last.get(instanceId);
      mine =
          before == null
              ? CompletableFuture.supplyAsync(action, executor)
              : before.handleAsync((ignored, failure) -> action.get(), executor);
      last.put(instanceId, mine);
    }
    var unused =
        mine.whenComplete((ignored, failure) -> {
          synchronized (last) {
            last.remove(instanceId, mine);
          }
        });
    return mine;
  }
}
