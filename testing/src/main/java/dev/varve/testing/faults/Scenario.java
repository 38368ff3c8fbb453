package dev.varve.testing.faults;

import dev.varve.VarveBuilder;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A program of orchestrations, and what the outside does to it.
 *
 * @param name for people
 * @param workers what each worker registers; all start together and die together
 * @param script what the outside does
 */
record Scenario(
    String name, List<BiConsumer<VarveBuilder, Workshop>> workers, Consumer<Outside> script) {

  static Scenario of(
      String name, BiConsumer<VarveBuilder, Workshop> worker, Consumer<Outside> script) {
    return new Scenario(name, List.of(worker), script);
  }

  @Override
  public String toString() {
    return name;
  }
}
