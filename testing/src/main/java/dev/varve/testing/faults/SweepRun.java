package dev.varve.testing.faults;

import dev.varve.testing.VirtualWorld;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One run of a scenario with at most one fault.
 *
 * @param fault what was to happen
 * @param at at which call
 * @param where the method it happened at; empty if there was no such call
 * @param state what the run left behind
 * @param activityRuns how often each attempt of each activity ran
 */
record SweepRun(
    Fault fault, int at, String where, FinalState state, Map<String, Integer> activityRuns) {

  static SweepRun of(
      Scenario scenario,
      Function<InstantSource, StoreUnderTest> stores,
      Fault fault,
      int at,
      Predicate<String> counted) {
    FaultyCalls calls = new FaultyCalls(fault, at, counted);
    return of(scenario, stores, fault, at, calls);
  }

  static SweepRun of(
      Scenario scenario,
      Function<InstantSource, StoreUnderTest> stores,
      Fault fault,
      int at,
      FaultyCalls calls) {
    VirtualWorld world = VirtualWorld.faithful();
    Workshop workshop = new Workshop();
    try (StoreUnderTest store = stores.apply(world.clock())) {
      Outside outside = new Outside(world, store, scenario, workshop, calls);
      outside.startWorkers();
      scenario.script().accept(outside);
      outside.closeWorkers();
      calls.end();
      FinalState state = FinalState.of(outside.hub());
      return new SweepRun(fault, at, calls.where(), state, workshop.runs());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "scenario '%s' with fault %s at call %d (%s): %s"
              .formatted(scenario, fault, at, calls.where(), e),
          e);
    }
  }

  boolean fired() {
    return !where.isEmpty();
  }
}
