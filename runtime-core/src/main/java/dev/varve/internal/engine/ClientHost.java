package dev.varve.internal.engine;

import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Who stands behind a client: a worker in the same process, or nobody but the store. */
interface ClientHost {
  /** What it stands on. */
  Core core();

  /** The store's time, as far as it is known here. */
  Instant now();

  /** The rules of resolution for starts. */
  Resolver resolver();

  /** What somebody can run, at most a second old. */
  KnownFunctions known();

  /**
   * Starts an instance.
   *
   * @param atOnce whether it is due now, so that a worker in this process may take it up
   */
  CompletableFuture<StartOutcome> start(NewInstance instance, boolean atOnce);

  /** Whether the instance is in memory here, so that its changes are signaled here. */
  boolean isResident(String instanceId);

  /**
   * Tells a listener the id of each instance that is not held here any more, after it is not found.
   */
  void onGone(Consumer<String> listener);
}
