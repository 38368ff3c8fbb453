package dev.varve.versioning.router;

import dev.varve.ExistingInstancePolicy;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Registrations;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router in front of many apps. Requests go to the app of the version they name; an app that is
 * not there yet is created, one that has nothing to do any more is removed. Thread-safe.
 *
 * <p>What it knows of its apps is in the records of a hub of its own, and what it does to them are
 * orchestrations there, so another router on that hub goes on where this one ended. One router
 * holds the hub at a time. All apps have their hubs in the same store.
 */
public final class Router implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.router");

  private final Storage storage;
  private final String hubName;
  private final HubStore hub;
  private final AppHost host;
  private final Duration patience;
  private final Duration lookEvery;
  private final Duration grace;
  private final int limit;
  private final String name = "router-" + UUID.randomUUID();
  private final Traffic traffic = new Traffic();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Hold hold;
  private final Table table;
  private final Idleness idleness;
  // Set once, by the thread that starts the router, before anybody else has it.
  private @Nullable Varve varve;
  private @Nullable Forwarding forwarding;
  private volatile @Nullable Look look;

  Router(RouterBuilder builder) {
    this.storage = builder.storage;
    this.hubName = builder.hub;
    this.hub = storage.hub(builder.hub);
    this.host = builder.host;
    this.patience = builder.patience;
    this.lookEvery = builder.lookEvery;
    this.grace = builder.grace;
    this.limit = builder.limit;
    this.hold = new Hold(hub, name, this::closeElsewhere);
    this.table = new Table(hub.records(), hold);
    this.idleness = new Idleness(storage, table, traffic);
  }

  /**
   * Begins to describe a router.
   *
   * @param storage holds the hubs of the router and of all its apps; the caller closes it
   * @param hub the router's own hub
   * @param host where the apps run; the router closes it
   * @throws IllegalArgumentException if the hub's name breaks its grammar, or could be that of an
   *     app
   */
  public static RouterBuilder builder(Storage storage, String hub, AppHost host) {
    return new RouterBuilder(storage, hub, host);
  }

  /** The orchestrations that a router runs, to be rehearsed and replayed before an upgrade. */
  public static Registrations orchestrations() {
    return Life::orchestrators;
  }

  Router begin() {
    hold.take(patience);
    Steps steps = new Steps(hold, hub, table, traffic, host, idleness, limit, grace);
    VarveBuilder builder =
        Life.orchestrators()
            .sharedStorage(storage)
            .hub(hubName)
            .workerName(name)
            .activity(Life.LOOK, Void.class, nothing -> look());
    steps.register(builder);
    Varve engine = builder.start();
    varve = engine;
    try {
      table.load();
      LifeCalls calls = new LifeCalls(engine.client());
      forwarding = new Forwarding(table, traffic, host, calls, patience);
      look = new Look(table, traffic, host, idleness, hub::now, calls, grace);
      hold.confirm();
      monitor(engine);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void monitor(Varve engine) {
    engine
        .client()
        .scheduleNewOrchestrationInstance(
            Life.MONITOR,
            null,
            StartOptions.withId(Life.MONITOR_ID)
                .withExisting(
                    ExistingInstancePolicy.replaceFinished()
                        .with(
                            OrchestrationRuntimeStatus.PENDING, ExistingInstancePolicy.Action.KEEP)
                        .with(
                            OrchestrationRuntimeStatus.RUNNING, ExistingInstancePolicy.Action.KEEP)
                        .with(
                            OrchestrationRuntimeStatus.SUSPENDED,
                            ExistingInstancePolicy.Action.KEEP)));
    engine.client().raiseEvent(Life.MONITOR_ID, Life.LOOK_NOW);
  }

  private Duration look() throws InterruptedException {
    hold.require();
    Look current = look;
    if (current != null) {
      current.take();
    }
    return lookEvery;
  }

  /**
   * Sends a request to an app and waits for its answer, also while the app is being created.
   *
   * @param app its name; checked against the grammar, so it may come from outside
   * @param version whose major and minor number decide; none for the current one
   */
  public Answer send(String app, Optional<AppVersion> version, AppRequest request) {
    return ifHeld(() -> forwarding().send(app, version, request));
  }

  /**
   * Sends a request about an instance to the app that has it, and never creates an app that was
   * closed: what such an instance left is in the store.
   */
  public Answer sendToOwner(String instanceId, AppRequest request) {
    return ifHeld(() -> {
      List<Owner> owners = owners(instanceId);
      return switch (owners.size()) {
        case 0 -> new Answer.NotFound("no app has an instance of this id");
        case 1 -> forwarding().sendToOwner(owners.getFirst(), request);
        default -> new Answer.SeveralOwners(owners);
      };
    });
  }

  private Answer ifHeld(Supplier<Answer> send) {
    return !closed.get() && hold.isHeld()
        ? send.get()
        : new Answer.NotHolding("this process is not the router of hub " + hubName + " any more");
  }

  /**
   * The apps that have an instance of this id, closed ones among them; more than one only if two
   * were given the same id. Read from the store.
   */
  public List<Owner> owners(String instanceId) {
    List<Owner> owners = new ArrayList<>();
    for (Row row : table.all()) {
      storage
          .hub(row.key().hub())
          .instance(instanceId)
          .ifPresent(instance -> owners.add(new Owner(row.key(), row.state(), instance)));
    }
    return owners;
  }

  /** Deploys and removes apps of this router. */
  public RouterClient client() {
    return RouterClient.of(engine().client(), hub);
  }

  /** Makes the monitor look now. Returns at once. */
  public void lookNow() {
    try {
      engine().client().raiseEvent(Life.MONITOR_ID, Life.LOOK_NOW);
    } catch (InstanceNotFoundException e) {
      throw new IllegalStateException("the monitor is gone; start the router again", e);
    }
  }

  private Varve engine() {
    if (varve == null) {
      throw new IllegalStateException("the router was not started");
    }
    return varve;
  }

  private Forwarding forwarding() {
    if (forwarding == null) {
      throw new IllegalStateException("the router was not started");
    }
    return forwarding;
  }

  private void closeElsewhere() {
    if (!closed.get()) {
      LOG.error("another router holds hub {} now; this one ends, with its apps", hubName);
      Thread.ofVirtual().name("varve-router-end").start(this::close);
    }
  }

  /**
   * Ends the router and its apps. The table stays as it is: the next router brings up what is in
   * it.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    hold.end();
    try {
      if (varve != null) {
        varve.close();
      }
    } finally {
      host.close();
    }
  }
}
