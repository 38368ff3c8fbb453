package dev.varve.internal.engine;

import dev.varve.DataConverter;
import dev.varve.VarveBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the test kit may do with a builder and users may not. The builder provides it when its class
 * is initialised. Thread-safe.
 */
public abstract class BuilderAccess {
  private static volatile @Nullable BuilderAccess provided;

  /** Called once, by the class of builders. */
  public static void provide(BuilderAccess access) {
    provided = access;
  }

  /** The access to a builder, whose existence shows that its class was initialised. */
  public static BuilderAccess to(VarveBuilder builder) {
    Objects.requireNonNull(builder, "builder");
    return Objects.requireNonNull(provided, "the class of builders was not initialised");
  }

  /** Lets the engine run on other clocks, threads and ids, at another pace. */
  public abstract void simulate(VarveBuilder builder, Ports ports, Rhythm rhythm);

  /** Whether the builder was given a store. */
  public abstract boolean hasStorage(VarveBuilder builder);

  /** The name of the hub. */
  public abstract String hub(VarveBuilder builder);

  /** What is registered so far. */
  public abstract Registry registry(VarveBuilder builder);

  /** How values become JSON. */
  public abstract DataConverter converter(VarveBuilder builder);
}
