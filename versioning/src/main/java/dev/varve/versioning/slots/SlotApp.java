package dev.varve.versioning.slots;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageException;
import dev.varve.versioning.slots.Deployment.Location;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of one deployment: works on the deployment's hub, whichever slot that is in, and ends
 * itself when another deployment has taken its place. A swap does not touch it. Thread-safe.
 */
public final class SlotApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotApp.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Slots slots;
  private final Deployment deployment;
  private final Storage storage;
  private final Varve varve;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Thread watch;

  private SlotApp(Slots slots, Deployment deployment, Storage storage, Varve varve) {
    this.slots = slots;
    this.deployment = deployment;
    this.storage = storage;
    this.varve = varve;
    this.watch = Thread.ofVirtual().name("slot-app-" + deployment.id()).unstarted(this::watch);
  }

  /**
   * Starts a worker.
   *
   * @param deploymentId as {@link Slots#deploy} gave it
   * @param code registers what the worker runs; store, hub and name of the worker are set behind it
   * @throws SlotRefusedException if the deployment is in no slot, if both slots work on one hub, or
   *     if its hub is somebody else's; no session was opened
   */
  public static SlotApp start(Slots slots, String deploymentId, Consumer<VarveBuilder> code) {
    Deployment deployment = required(slots, deploymentId);
    slots.claim(deployment);
    Location location = deployment.location();
    Storage storage = slots.opener().open(location.store());
    try {
      VarveBuilder builder = Varve.builder();
      code.accept(builder);
      String owner = slots.owner(deployment);
      Varve varve =
          builder
              .sharedStorage(storage)
              .hub(location.hub())
              .workerName(HubOwner.workerName(owner, "process " + ProcessHandle.current().pid()))
              .beforeStart(HubOwner.required(owner))
              .start();
      SlotApp app = new SlotApp(slots, deployment, storage, varve);
      app.requireStillThere();
      app.watch.start();
      return app;
    } catch (RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  private static Deployment required(Slots slots, String deploymentId) {
    SlotState state = slots.record().read().state();
    return state
        .slotOf(deploymentId)
        .flatMap(state::in)
        .orElseThrow(() ->
            new SlotRefusedException(
                "deployment '%s' is in no slot of '%s', which has %s; deploy it first"
                    .formatted(
                        deploymentId,
                        slots.app(),
                        state.deployments().values().stream()
                            .map(Deployment::id)
                            .sorted()
                            .toList())));
  }

  /** A deployment may have taken its place between the check and the start of the engine. */
  private void requireStillThere() {
    try {
      required(slots, deployment.id());
    } catch (RuntimeException e) {
      varve.close();
      throw e;
    }
  }

  /** The deployment it belongs to. */
  public Deployment deployment() {
    return deployment;
  }

  /** The slot it is in now, read from the record; none if it has been replaced. */
  public Optional<Slot> slot() {
    return slots.slotOf(deployment.id());
  }

  /** The client of its own hub: for tests in staging. For production use a {@link SlotFront}. */
  public VarveClient client() {
    return varve.client();
  }

  /**
   * Waits until it has ended.
   *
   * @return whether it has
   */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void watch() {
    try {
      while (isInASlot()) {
        Thread.sleep(LOOK_EVERY);
      }
      LOG.info("deployment {} has been replaced; its worker ends", deployment.id());
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private boolean isInASlot() {
    try {
      return slot().isPresent();
    } catch (StorageException e) {
      LOG.warn("the control hub of '{}' cannot be read: {}", slots.app(), e.getMessage());
      return true;
    }
  }

  private void end() {
    if (ending.compareAndSet(false, true)) {
      try {
        varve.close();
      } finally {
        storage.close();
        over.countDown();
      }
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    end();
  }
}
