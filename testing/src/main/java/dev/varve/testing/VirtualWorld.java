package dev.varve.testing;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.internal.engine.Ports;
import dev.varve.internal.engine.Rhythm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Virtual time, with any number of engines and stores in it. Nothing moves by itself: engines work
 * while somebody waits, by a client's {@code waitFor...} or by the methods here, and then on the
 * caller's thread. The same steps give the same histories, ids and times included. Thread-safe.
 *
 * <p>Most tests are served by {@link TestEngine}, which has one of these.
 */
public final class VirtualWorld {
  /** When time begins. */
  public static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");

  /** Hints cannot be lost here, so looking without one is left out, and months pass at once. */
  private static final Rhythm CALM =
      new Rhythm(Duration.ofHours(6), Duration.ofHours(6), Duration.ofHours(6));

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Ports ports;
  private final Rhythm rhythm;

  private VirtualWorld(long seed, Rhythm rhythm) {
    this.ports = new Ports(scheduler, scheduler, new TestIds(seed));
    this.rhythm = rhythm;
  }

  /** A world in which engines do nothing unasked, so that long waits cost next to nothing. */
  public static VirtualWorld calm() {
    return new VirtualWorld(0, CALM);
  }

  /** A world in which engines poll, renew and recover as often as real ones do. */
  public static VirtualWorld faithful() {
    return new VirtualWorld(0, Rhythm.NORMAL);
  }

  /** The clock for a store of this world. */
  public InstantSource clock() {
    return this::now;
  }

  /** What time it is. */
  public Instant now() {
    return BEGINNING.plusNanos(scheduler.nanoTime());
  }

  /** Lets time pass, and engines do what falls into it. */
  public void advance(Duration duration) {
    scheduler.advance(duration);
  }

  /** Lets engines do what they can do without time passing. */
  public void runUntilIdle() {
    scheduler.runUntilIdle();
  }

  /**
   * Starts an engine in this world.
   *
   * @param storage around a store on this world's {@link #clock}; stays open when the engine is closed. Engines
   *     that share a store share a {@link SettledStorage}, or learn of each other's writes by
   *     polling only
   * @throws IllegalArgumentException if the builder was given a store already
   */
  public Varve start(VarveBuilder builder, SettledStorage storage) {
    BuilderAccess access = BuilderAccess.to(builder);
    if (access.hasStorage(builder)) {
      throw new IllegalArgumentException(
          "the builder has a store of its own, on real time; give the store to the test engine");
    }
    access.simulate(builder, ports, rhythm);
    return builder.sharedStorage(storage).start();
  }
}
