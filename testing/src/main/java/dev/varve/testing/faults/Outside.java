package dev.varve.testing.faults;

import dev.varve.ExistingInstancePolicy;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceNotFailedException;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.WaitTimeoutException;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.StorageException;
import dev.varve.testing.SettledStorage;
import dev.varve.testing.StoreCalls;
import dev.varve.testing.VirtualWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The users of one run: they start, raise and wait, make again what failed, and start the workers
 * again when their process died.
 */
final class Outside {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String HUB = "sweep";

  private final VirtualWorld world;
  private final StoreUnderTest store;
  private final Scenario scenario;
  private final Workshop workshop;
  private final FaultyCalls calls;
  private final List<Varve> workers = new ArrayList<>();
  private boolean restarted;

  Outside(
      VirtualWorld world,
      StoreUnderTest store,
      Scenario scenario,
      Workshop workshop,
      FaultyCalls calls) {
    this.world = world;
    this.store = store;
    this.scenario = scenario;
    this.workshop = workshop;
    this.calls = calls;
  }

  // ---- what scripts do ----

  /** Starts an instance; repeating that is safe, since the id is given. */
  void start(String name, String id, @Nullable Object input) {
    StartOptions options = StartOptions.withId(id).withExisting(ExistingInstancePolicy.refuse());
    reliably(
        true,
        client -> {
          try {
            client.scheduleNewOrchestrationInstance(name, input, options);
          } catch (InstanceAlreadyExistsException e) {
            if (calls.where().isEmpty()) {
              throw e;
            }
          }
        });
  }

  void raise(String id, String event, @Nullable Object payload) {
    reliably(false, client -> client.raiseEvent(id, event, payload));
  }

  void suspend(String id) {
    reliably(false, client -> client.suspendInstance(id, "for a while"));
  }

  void resume(String id) {
    reliably(false, client -> client.resumeInstance(id, "goes on"));
  }

  void terminate(String id) {
    reliably(false, client -> client.terminate(id, "enough", true));
  }

  /** Takes away what made the instance fail, and rewinds it. */
  void mendAndRewind(String id) {
    workshop.mend();
    reliably(
        true,
        client -> {
          try {
            client.rewindInstance(id, "mended");
          } catch (InstanceNotFailedException e) {
            if (calls.where().isEmpty()) {
              throw e;
            }
          }
        });
  }

  void awaitEnd(String id) {
    Instant deadline = world.now().plus(PATIENCE);
    reliably(true, client -> awaitEnd(client, id, deadline));
  }

  /** A process that died does not end its own waits, so each is short. */
  private void awaitEnd(VarveClient client, String id, Instant deadline) {
    while (true) {
      try {
        client.waitForInstanceCompletion(id, WAIT);
        return;
      } catch (WaitTimeoutException e) {
        if (world.now().isAfter(deadline)) {
          throw e;
        }
        if (calls.isDead() && !restarted) {
          throw new StorageException("the process has died", e);
        }
      }
    }
  }

  void awaitStatus(String id, OrchestrationRuntimeStatus status) {
    Instant deadline = world.now().plus(PATIENCE);
    while (row(id).filter(row -> row.status() == status).isEmpty()) {
      if (world.now().isAfter(deadline)) {
        throw new AssertionError("'" + id + "' did not become " + status + ": " + row(id));
      }
      advance(LOOK);
    }
  }

  void advance(Duration duration) {
    world.advance(duration);
    restartIfDead();
  }

  /** Ends the workers and starts them again, in peace. */
  void restart() {
    closeWorkers();
    startWorkers();
  }

  /** Does it until it is done. A call that took effect and then failed is done, if only it knew. */
  private void reliably(boolean repeatable, Consumer<VarveClient> action) {
    while (true) {
      try {
        action.accept(workers.getFirst().client());
        return;
      } catch (StorageException e) {
        if (e.outcomeUnknown() && !repeatable) {
          return;
        }
        restartIfDead();
      }
    }
  }

  // ---- the process ----

  /** Starts all workers; when one cannot start, all are started again. */
  void startWorkers() {
    while (workers.isEmpty()) {
      SettledStorage storage =
          new SettledStorage(store.storage(), restarted ? StoreCalls.DIRECT : calls);
      try {
        for (BiConsumer<VarveBuilder, Workshop> registrations : scenario.workers()) {
          workers.add(world.start(builder(registrations), storage));
        }
      } catch (StorageException e) {
        closeWorkers();
      }
    }
  }

  private VarveBuilder builder(BiConsumer<VarveBuilder, Workshop> registrations) {
    VarveBuilder builder =
        Varve.builder().hub(HUB).buildId("sweep").workerName("sweep").drainTimeout(Duration.ZERO);
    registrations.accept(builder, workshop);
    return builder;
  }

  private void restartIfDead() {
    if (!calls.isDead() || restarted) {
      return;
    }
    closeWorkers();
    startWorkers();
  }

  /** Ends the workers; a store that fails or a process that is dead cannot keep them. */
  void closeWorkers() {
    for (Varve worker : workers) {
      try {
        worker.close();
      } catch (StorageException e) {
        if (calls.where().isEmpty()) {
          throw e;
        }
      }
    }
    workers.clear();
    if (calls.isDead() && !restarted) {
      store.crash(calls.sessions());
      restarted = true;
    }
  }

  // ---- what there is ----

  /** A look that fails is made again. */
  private Optional<InstanceRow> row(String id) {
    try {
      return hub().instance(id);
    } catch (StorageException e) {
      if (calls.where().isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  HubStore hub() {
    return store.storage().hub(HUB);
  }
}
