package dev.varve.management.hub;

import dev.varve.CurrentVersions;
import dev.varve.RawJson;
import dev.varve.Varve;
import dev.varve.VarveConnection;
import dev.varve.management.Route;
import dev.varve.management.RouteSet;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.versioning.status.StatusCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * The routes of task hubs. Those of the Durable Functions HTTP API are under {@code
 * /runtime/webhooks/durabletask}, the status check at {@code /api/StatusCheck}, Varve's own under
 * {@code /varve/v1}. They need no code of the instances, and open no session on a hub. Thread-safe.
 * Closing them ends what they hold open; the storage stays the caller's to close.
 *
 * <p>Values go through as the JSON they are, so a hub whose programs use another converter than
 * JSON text cannot be given inputs here.
 */
public final class HubRoutes implements RouteSet, AutoCloseable {
  private final List<Route> routes;
  private final List<AutoCloseable> open;

  private HubRoutes(List<Route> routes, List<AutoCloseable> open) {
    this.routes = List.copyOf(routes);
    this.open = List.copyOf(open);
  }

  /** Routes of hubs of this storage. */
  public static Builder on(Storage storage) {
    return new Builder(storage);
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public void close() {
    for (AutoCloseable part : open) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("the routes could not be closed", e);
      }
    }
  }

  /** Collects which hubs are served, and how. Not thread-safe. */
  public static final class Builder {
    private final Storage storage;
    private final SequencedMap<String, CurrentVersions> hubs = new LinkedHashMap<>();
    private UnaryOperator<StatusCheck> statusCheck = UnaryOperator.identity();
    private String connection = "Storage";
    private int purgeLimit = 1_000;

    private Builder(Storage storage) {
      this.storage = storage;
    }

    /**
     * Adds a hub, made if it does not exist; the first one answers what names none. Starts by base
     * name get a version if just one is served, or the hub says which one.
     */
    public Builder hub(String name) {
      return hub(name, CurrentVersions.none());
    }

    /**
     * Adds a hub.
     *
     * @param currentVersions where starts by base name learn the current version
     * @throws IllegalArgumentException if the name breaks its grammar
     */
    public Builder hub(String name, CurrentVersions currentVersions) {
      hubs.put(dev.varve.Names.requireHub(name), currentVersions);
      return this;
    }

    /**
     * What the status check counts, and which slot and version it names; asked at each check.
     *
     * @param with from a check that counts everything
     */
    public Builder statusCheck(UnaryOperator<StatusCheck> with) {
      this.statusCheck = with;
      return this;
    }

    /** The name of the storage connection that requests may give; {@code Storage} by default. */
    public Builder connectionName(String name) {
      this.connection = dev.varve.Names.requireText("connection name", name, 200);
      return this;
    }

    /**
     * How many instances {@code DELETE /instances} removes at most; 1,000 by default. More are
     * removed by a job that is told their number.
     */
    public Builder purgeLimit(int instances) {
      if (instances < 1) {
        throw new IllegalArgumentException("purgeLimit is " + instances + "; give 1 or more");
      }
      this.purgeLimit = instances;
      return this;
    }

    /**
     * The routes.
     *
     * @throws IllegalStateException if no hub was added
     * @throws dev.varve.storage.StorageException if the storage cannot be read
     */
    public HubRoutes build() {
      if (hubs.isEmpty()) {
        throw new IllegalStateException("no hub was added; add the ones to manage");
      }
      List<AutoCloseable> open = new ArrayList<>();
      SequencedMap<String, ManagedHub> managed = new LinkedHashMap<>();
      hubs.forEach((name, versions) -> {
        HubStore store = storage.hub(name);
        VarveConnection connected =
            Varve.builder()
                .sharedStorage(storage)
                .hub(name)
                .dataConverter(new RawJson())
                .currentVersions(versions)
                .connect();
        open.add(connected);
        managed.put(name, new ManagedHub(store, connected.client()));
      });
      Hubs all = new Hubs(managed, connection);
      PurgeJobs jobs = new PurgeJobs();
      open.addFirst(jobs);
      List<Route> routes = new ArrayList<>();
      routes.addAll(new StartRoutes(all).routes());
      routes.addAll(new InstanceRoutes(all).routes());
      routes.addAll(new MessageRoutes(all).routes());
      routes.addAll(new PurgeRoutes(all, jobs, purgeLimit).routes());
      routes.addAll(new EntityRoutes(all).routes());
      routes.addAll(new OverviewRoutes(all, hubs, statusCheck).routes());
      routes.addAll(new LogRoutes(all).routes());
      return new HubRoutes(routes, open);
    }
  }
}
