package dev.varve;

import dev.varve.internal.engine.ActivityCode;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.internal.engine.Engine;
import dev.varve.internal.engine.EngineClient;
import dev.varve.internal.engine.EngineSettings;
import dev.varve.internal.engine.Ports;
import dev.varve.internal.engine.RegisteredCode;
import dev.varve.internal.engine.Registry;
import dev.varve.internal.engine.Rhythm;
import dev.varve.internal.engine.StoreHost;
import dev.varve.internal.replay.FunctionTypes;
import dev.varve.internal.replay.OrchestratorCode;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what an engine runs and how. Not thread-safe. One builder builds one engine. */
public final class VarveBuilder {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.engine");

  static {
    BuilderAccess.provide(new KitAccess());
  }

  private final Map<FunctionName, OrchestratorCode> orchestrators = new TreeMap<>();
  private final Map<FunctionName, ActivityCode> activities = new TreeMap<>();
  private final InputAdapters inputAdapters = new InputAdapters();
  private @Nullable Storage storage;
  private boolean ownsStorage;
  private String hub = "default";
  private CurrentVersions currentVersions = CurrentVersions.none();
  private DataConverter converter = new JacksonDataConverter();
  private Ports ports = Ports.system();
  private Rhythm rhythm = Rhythm.NORMAL;
  private String worker = WorkerName.ofThisProcess();
  private @Nullable String build;
  private int maxResidentInstances = 10_000;
  private long maxResidentBytes = Runtime.getRuntime().maxMemory() / 4;
  private int maxConcurrentActivities = 10_000;
  private Duration drainTimeout = Duration.ofSeconds(10);
  private Duration stuckTurnAfter = Duration.ofSeconds(2);
  private int maxCrashes = 10;
  private final List<StartCheck> startChecks = new ArrayList<>();

  VarveBuilder() {}

  /**
   * Where histories are kept; the engine closes it at the end. Without one, they are kept in
   * memory.
   */
  public VarveBuilder storage(Storage store) {
    this.storage = store;
    this.ownsStorage = true;
    return this;
  }

  /** Where histories are kept, shared with others: the caller closes it. */
  public VarveBuilder sharedStorage(Storage store) {
    this.storage = store;
    this.ownsStorage = false;
    return this;
  }

  /**
   * The task hub to work on; {@code default} if none is given.
   *
   * @throws IllegalArgumentException if the name breaks its grammar
   */
  public VarveBuilder hub(String name) {
    this.hub = Names.requireHub(name);
    return this;
  }

  /** Where starts by base name learn the current version. */
  public VarveBuilder currentVersions(CurrentVersions versions) {
    this.currentVersions = versions;
    return this;
  }

  /** How values become JSON; Jackson by default. */
  public VarveBuilder dataConverter(DataConverter dataConverter) {
    this.converter = dataConverter;
    return this;
  }

  /** A name of this worker for people; by default host and process id. */
  public VarveBuilder workerName(String name) {
    this.worker = Names.requireText("worker name", name, 200);
    return this;
  }

  /**
   * Identifies the build that runs, such as a commit. An instance that was parked by one build is
   * tried again by another. By default a digest of the code of the registered functions.
   */
  public VarveBuilder buildId(String id) {
    this.build = Names.requireText("build id", id, 200);
    return this;
  }

  /** Registers all that a program registers; see there. */
  public VarveBuilder register(Registrations registrations) {
    registrations.register(this);
    return this;
  }

  /** Registers an orchestrator under the name in its class's simple name. */
  public VarveBuilder orchestrator(Class<? extends Orchestrator<?, ?>> type) {
    return orchestrator(FunctionTypes.name(type).toString(), type);
  }

  /** Registers an orchestrator class, which needs a constructor without parameters. */
  public VarveBuilder orchestrator(String name, Class<? extends Orchestrator<?, ?>> type) {
    return orchestrator(name, FunctionTypes.input(type, Orchestrator.class), Instances.of(type));
  }

  /** Registers an orchestrator by a factory, under the name in the simple name of what it makes. */
  public VarveBuilder orchestrator(Supplier<? extends Orchestrator<?, ?>> factory) {
    Class<?> type = factory.get().getClass();
    return orchestrator(
        FunctionTypes.name(type).toString(),
        FunctionTypes.input(type, Orchestrator.class),
        factory);
  }

  /** Registers an orchestrator given as a lambda; it must hold no state of its own. */
  public <I extends @Nullable Object> VarveBuilder orchestrator(
      String name, Class<I> inputType, Orchestrator<I, ?> code) {
    return orchestrator(name, inputType, new OneObject(code));
  }

  /** Registers an orchestrator given as a lambda; it must hold no state of its own. */
  public <I extends @Nullable Object> VarveBuilder orchestrator(
      String name, TypeRef<I> inputType, Orchestrator<I, ?> code) {
    return orchestrator(name, inputType.type(), new OneObject(code));
  }

  private VarveBuilder orchestrator(
      String name, Type inputType, Supplier<? extends Orchestrator<?, ?>> factory) {
    FunctionName function = FunctionName.parse(name);
    OrchestratorCode code = new OrchestratorCode(function, factory, inputType);
    requireNew(orchestrators.put(function, code), "orchestrator", function);
    return this;
  }

  /**
   * Says how an orchestrator reads what another version of it gave when it continued as new. The
   * input is read as the old type, and what the adapter makes of it is converted to the input type
   * of the new version. Without an adapter it is read as it is. If that cannot be done, the
   * instance is parked until a build can do it.
   *
   * <p>The adapter runs at every replay of such an execution, so it must make the same of the same,
   * and belongs to the code of the new version as long as such executions run.
   *
   * @param to full name of the new version, such as {@code Order_v2}
   * @param from full name of the version that gave the input, such as {@code Order_v1}
   * @param oldType what that version gave
   * @throws IllegalArgumentException if the names are not two versions of one base, or there is
   *     such an adapter already
   */
  public <I extends @Nullable Object> VarveBuilder inputAdapter(
      String to,
      String from,
      Class<I> oldType,
      Function<? super I, ? extends @Nullable Object> adapter) {
    return inputAdapter(to, from, TypeRef.of(oldType), adapter);
  }

  /** The same for a generic type. */
  public <I extends @Nullable Object> VarveBuilder inputAdapter(
      String to,
      String from,
      TypeRef<I> oldType,
      Function<? super I, ? extends @Nullable Object> adapter) {
    inputAdapters.add(to, from, oldType.type(), adapter);
    return this;
  }

  /** Registers an activity under the name in its class's simple name. */
  public VarveBuilder activity(Activity<?, ?> activity) {
    Class<?> type = activity.getClass();
    return activity(FunctionTypes.name(type), FunctionTypes.input(type, Activity.class), activity);
  }

  /** Registers an activity. */
  public <I extends @Nullable Object> VarveBuilder activity(
      String name, Class<I> inputType, Activity<I, ?> activity) {
    return activity(FunctionName.parse(name), inputType, activity);
  }

  /** Registers an activity. */
  public <I extends @Nullable Object> VarveBuilder activity(
      String name, TypeRef<I> inputType, Activity<I, ?> activity) {
    return activity(FunctionName.parse(name), inputType.type(), activity);
  }

  /** Registers an activity that does not look at its context. */
  public <I extends @Nullable Object> VarveBuilder activity(
      String name, Class<I> inputType, Work<I, ?> work) {
    return activity(FunctionName.parse(name), inputType, new WorkAlone<>(work));
  }

  /** Registers an activity that does not look at its context. */
  public <I extends @Nullable Object> VarveBuilder activity(
      String name, TypeRef<I> inputType, Work<I, ?> work) {
    return activity(FunctionName.parse(name), inputType.type(), new WorkAlone<>(work));
  }

  private VarveBuilder activity(FunctionName function, Type inputType, Activity<?, ?> activity) {
    ActivityCode code = new ActivityCode(function, activity, inputType);
    requireNew(activities.put(function, code), "activity", function);
    return this;
  }

  /**
   * An activity's work alone: a method reference such as {@code cards::charge}.
   *
   * @param <I> type of the input
   * @param <O> type of the output
   */
  @FunctionalInterface
  public interface Work<I extends @Nullable Object, O extends @Nullable Object> {
    /** Does the work. What it throws fails the attempt. */
    O run(I input) throws Exception;
  }

  /** How many instances stay in memory between turns; at least 1, 10,000 by default. */
  public VarveBuilder maxResidentInstances(int count) {
    this.maxResidentInstances = requirePositive("maxResidentInstances", count);
    return this;
  }

  /** The memory those may take, estimated; a quarter of the heap by default. */
  public VarveBuilder maxResidentBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxResidentBytes is " + bytes + "; give 1 or more");
    }
    this.maxResidentBytes = bytes;
    return this;
  }

  /** How many activities run at once here; at least 1, 10,000 by default. */
  public VarveBuilder maxConcurrentActivities(int count) {
    this.maxConcurrentActivities = requirePositive("maxConcurrentActivities", count);
    return this;
  }

  /** How long a close waits for running activities; 10 seconds by default. */
  public VarveBuilder drainTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("drainTimeout is " + timeout + "; give zero or more");
    }
    this.drainTimeout = timeout;
    return this;
  }

  /** How long a turn may take before it is reported with its stack; 2 seconds by default. */
  public VarveBuilder stuckTurnAfter(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("stuckTurnAfter is " + limit + "; give more than zero");
    }
    this.stuckTurnAfter = limit;
    return this;
  }

  /**
   * How many workers in a row may die on an instance before it is set aside, or on one activity of
   * the queue before that fails; 10 by default.
   */
  public VarveBuilder maxCrashes(int count) {
    this.maxCrashes = requirePositive("maxCrashes", count);
    return this;
  }

  /** Adds a check of the hub before the engine starts; all run, in the order they were added. */
  public VarveBuilder beforeStart(StartCheck check) {
    startChecks.add(check);
    return this;
  }

  /**
   * Starts the engine. If a {@linkplain #beforeStart check} throws, that is thrown here, and no
   * session was opened.
   *
   * @throws dev.varve.storage.StorageException if the store cannot be opened
   * @throws IllegalArgumentException if an input adapter leads to what is not registered
   */
  public Varve start() {
    if (storage == null) {
      LOG.info(
          "no storage was given: everything is kept in memory and is gone when this engine is"
              + " closed; give the builder a storage to keep it");
    }
    Storage store = storage == null ? new InMemoryStorage() : storage;
    boolean closeStore = storage == null || ownsStorage;
    try {
      return start(store, closeStore);
    } catch (RuntimeException e) {
      if (closeStore) {
        store.close(); // otherwise nobody could
      }
      throw e;
    }
  }

  private Varve start(Storage store, boolean closeStore) {
    Registry registry = registry();
    HubStore hubStore = store.hub(hub);
    startChecks.forEach(check ->
        check.check(hubStore, registry.orchestrators().keySet(), registry.activities().keySet()));
    Engine engine =
        new Engine(
            hubStore,
            store.capabilities(),
            registry,
            currentVersions,
            converter,
            settings(build == null ? BuildFingerprint.of(registry) : build),
            ports);
    engine.start();
    EngineClient client = EngineClient.of(engine);
    return new Varve(
        engine,
        client,
        () -> {
          client.close();
          if (closeStore) {
            store.close();
          }
        });
  }

  private Registry registry() {
    return new Registry(inputAdapters.in(orchestrators), activities);
  }

  /**
   * Opens a client without a worker, for programs that start or manage what others run. What is
   * registered here is not run and does not count as known: a start is refused unless a live worker
   * of the hub serves its function. Suspending, resuming and terminating are carried out by the
   * workers, as soon as one is live.
   *
   * @throws IllegalStateException if no storage was given
   * @throws dev.varve.storage.StorageException if the store cannot be read
   */
  public VarveConnection connect() {
    Storage store = storage;
    if (store == null) {
      throw new IllegalStateException(
          "no storage was given; a client without a worker needs the one that the workers use");
    }
    try {
      StoreHost host =
          new StoreHost(
              store.hub(hub),
              store.capabilities(),
              currentVersions,
              converter,
              settings(build == null ? "none" : build),
              ports);
      return new VarveConnection(
          EngineClient.of(host),
          () -> {
            ports.scheduler().close();
            if (ownsStorage) {
              store.close();
            }
          });
    } catch (RuntimeException e) {
      if (ownsStorage) {
        store.close(); // otherwise nobody could
      }
      throw e;
    }
  }

  private EngineSettings settings(String buildId) {
    return new EngineSettings(
        worker,
        buildId,
        maxResidentInstances,
        maxResidentBytes,
        maxConcurrentActivities,
        rhythm,
        drainTimeout,
        stuckTurnAfter,
        maxCrashes);
  }

  private static void requireNew(@Nullable Object before, String kind, FunctionName function) {
    if (before != null) {
      throw new IllegalArgumentException(
          "the "
              + kind
              + " '"
              + function
              + "' is registered twice; give one of them another version");
    }
  }

  private static int requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; give 1 or more");
    }
    return value;
  }

  /** Gives the same object to every execution. */
  private record OneObject(Orchestrator<?, ?> registered)
      implements Supplier<Orchestrator<?, ?>>, RegisteredCode {
    @Override
    public Orchestrator<?, ?> get() {
      return registered;
    }
  }

  /** Leaves the context to those that want it. */
  private record WorkAlone<I extends @Nullable Object, O extends @Nullable Object>(
      Work<I, O> registered) implements Activity<I, O>, RegisteredCode {
    @Override
    public O run(ActivityContext context, I input) throws Exception {
      return registered.run(input);
    }
  }

  /** For the test kit only. */
  private static final class KitAccess extends BuilderAccess {
    @Override
    public void simulate(VarveBuilder builder, Ports ports, Rhythm rhythm) {
      builder.ports = ports;
      builder.rhythm = rhythm;
    }

    @Override
    public boolean hasStorage(VarveBuilder builder) {
      return builder.storage != null;
    }

    @Override
    public String hub(VarveBuilder builder) {
      return builder.hub;
    }

    @Override
    public Registry registry(VarveBuilder builder) {
      return builder.registry();
    }

    @Override
    public DataConverter converter(VarveBuilder builder) {
      return builder.converter;
    }
  }
}
