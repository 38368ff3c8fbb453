package dev.varve;

/**
 * What a program registers, said in one place, so that the program, its tests and the tools that
 * look at its code before a deployment all see the same functions.
 *
 * <pre>{@code
 * public final class ShopFunctions implements Registrations {
 *   public void register(VarveBuilder builder) {
 *     builder.orchestrator(Order_v1.class).activity(new Charge_v1(cards));
 *   }
 * }
 * }</pre>
 *
 * <p>The tools make the object with its constructor without parameters, and run no activity, so
 * what activities need, such as a database, must not be connected when they are made.
 */
@FunctionalInterface
public interface Registrations {
  /** Registers all functions, and the data converter if it is not the default one. */
  void register(VarveBuilder builder);
}
