package dev.varve.testing;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.history.HistoryTurn;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * An engine for tests, in this process and in virtual time: a wait of forty days returns at once.
 *
 * <pre>{@code
 * try (TestEngine engine = TestEngine.start(Varve.builder().orchestrator(Order_v1.class))) {
 *   String id = engine.client().scheduleNewOrchestrationInstance("Order");
 *   engine.client().waitForInstanceCompletion(id, Duration.ofDays(40));
 * }
 * }</pre>
 *
 * <p>Orchestrators, timers and activities run while the test waits, on the test's thread, in an
 * order that is the same each time; so do histories, with their ids and times. An activity takes no
 * time unless it calls {@link #advance} itself, and is not interrupted. Thread-safe.
 */
public final class TestEngine implements AutoCloseable {
  private final VirtualWorld world;
  private final SettledStorage storage;
  private final HubStore hub;
  private final Varve varve;

  private TestEngine(VirtualWorld world, SettledStorage storage, HubStore hub, Varve varve) {
    this.world = world;
    this.storage = storage;
    this.hub = hub;
    this.varve = varve;
  }

  /**
   * Starts an engine on a store in memory.
   *
   * @param builder what it runs; without a store
   */
  public static TestEngine start(VarveBuilder builder) {
    return start(builder, InMemoryStorage::new);
  }

  /**
   * Starts an engine on another store.
   *
   * @param builder what it runs; without a store
   * @param store makes the store on the clock given; closed with the engine
   */
  public static TestEngine start(
      VarveBuilder builder, Function<InstantSource, ? extends Storage> store) {
    VirtualWorld world = VirtualWorld.calm();
    SettledStorage storage = new SettledStorage(store.apply(world.clock()), StoreCalls.DIRECT);
    String hub = BuilderAccess.to(builder).hub(builder);
    return new TestEngine(world, storage, storage.hub(hub), world.start(builder, storage));
  }

  /**
   * Starts another worker on the same store, in the same time. Close it before this one.
   *
   * @param builder what it runs; without a store
   */
  public Varve startWorker(VarveBuilder builder) {
    return world.start(builder, storage);
  }

  /** Starts, watches and manages orchestrations; its waits let virtual time pass. */
  public VarveClient client() {
    return varve.client();
  }

  /** What time it is; begins at {@link VirtualWorld#BEGINNING}. */
  public Instant now() {
    return world.now();
  }

  /** Lets time pass, and the engine do what falls into it. */
  public void advance(Duration duration) {
    world.advance(duration);
  }

  /** Lets the engine do all it can do without time passing. */
  public void runUntilIdle() {
    world.runUntilIdle();
  }

  /** The history of an instance's current execution, turn by turn. */
  public List<HistoryTurn> history(String instanceId) {
    return hub.history(instanceId, 0, Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    varve.close();
    storage.close();
  }
}
