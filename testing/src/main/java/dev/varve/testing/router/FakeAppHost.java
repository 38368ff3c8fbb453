package dev.varve.testing.router;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.AppBuild;
import dev.varve.versioning.router.AppEndpoint;
import dev.varve.versioning.router.AppHost;
import dev.varve.versioning.router.AppRun;
import dev.varve.versioning.router.AppStartException;
import dev.varve.versioning.router.AppUnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs apps as engines in the process of the test, and fails when it is told to. Thread-safe.
 *
 * <pre>{@code
 * FakeAppHost host = FakeAppHost.on(storage).build("orders", "1.0.0", app);
 * host.failNextStart("no room");
 * }</pre>
 */
public final class FakeAppHost implements AppHost {
  private final Storage storage;
  private final Map<AppBuild, FakeApp> apps = new ConcurrentSkipListMap<>();
  private final Map<AppRun, Varve> engines = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<AppRun> started = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private FakeAppHost(Storage storage) {
    this.storage = storage;
  }

  /**
   * A host without builds.
   *
   * @param storage holds the hubs of the apps; the caller closes it
   */
  public static FakeAppHost on(Storage storage) {
    return new FakeAppHost(storage);
  }

  /** Adds a build. */
  public FakeAppHost build(String app, String version, FakeApp code) {
    apps.put(AppBuild.of(app, version), code);
    return this;
  }

  /** Lets the next start fail; called again, the one after it too. */
  public void failNextStart(String reason) {
    failures.add(reason);
  }

  /** Ends a run as a crash of its process would, as far as others can tell. */
  public void crash(AppRun run) {
    stop(run);
  }

  /** All runs that were ever started, in order. */
  public List<AppRun> started() {
    return List.copyOf(started);
  }

  @Override
  public Set<AppBuild> builds() {
    return Set.copyOf(apps.keySet());
  }

  @Override
  public AppEndpoint start(AppRun run) throws AppStartException {
    FakeApp app = apps.get(run.build());
    if (app == null) {
      throw new IllegalArgumentException("this host has no build " + run.build());
    }
    String failure = failures.poll();
    if (failure != null) {
      throw new AppStartException(failure, null);
    }
    engines.computeIfAbsent(run, unseen -> open(run, app));
    if (closed) {
      stop(run);
      throw new AppStartException("the host is closed", null);
    }
    return endpoint(run).orElseThrow();
  }

  private Varve open(AppRun run, FakeApp app) {
    started.add(run);
    VarveBuilder builder =
        Varve.builder()
            .sharedStorage(storage)
            .hub(run.hub())
            .workerName(run.id())
            .drainTimeout(Duration.ofSeconds(2));
    app.register(builder);
    return builder.start();
  }

  @Override
  public Optional<AppEndpoint> endpoint(AppRun run) {
    return engines.containsKey(run)
        ? Optional.of(request -> {
          Varve engine = engines.get(run);
          FakeApp app = apps.get(run.build());
          if (engine == null || app == null) {
            throw new AppUnreachableException(run + " has ended", false, null);
          }
          return app.answer(engine.client(), request);
        })
        : Optional.empty();
  }

  @Override
  public void stop(AppRun run) {
    Varve engine = engines.remove(run);
    if (engine != null) {
      engine.close();
    }
  }

  @Override
  public Set<AppRun> running() {
    return Set.copyOf(engines.keySet());
  }

  @Override
  public void close() {
    closed = true;
    engines.keySet().forEach(this::stop);
  }
}
