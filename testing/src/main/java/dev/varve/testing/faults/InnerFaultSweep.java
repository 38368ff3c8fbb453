package dev.varve.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The single-fault sweep with faults inside of the store: at the 1st, the 2nd, the 3rd request that
 * the store makes to what it is built on, and so on. Each run must leave the same final state as
 * the one without a fault.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class InnerFaultSweep {
  private static final int MOST_FAILURES = 3;

  private int runs;
  private int struck;

  /**
   * Makes an empty store for one run, in which one request fails.
   *
   * @param clock the store's clock, in virtual time
   * @param fault what happens to the request; {@code CRASH}: from it on, nothing reaches the store
   * @param at which request, counted from 1 once the store is open; 0 for none
   * @param calls to be told when it happens
   */
  protected abstract StoreUnderTest store(
      InstantSource clock, Fault fault, int at, FaultyCalls calls);

  /** The names of the scenarios; all of them if none. */
  protected List<String> scenarios() {
    return List.of();
  }

  /** Which requests fail: one of so many, each run another; 1 for every one. */
  protected int stride() {
    return 1;
  }

  @TestFactory
  Stream<DynamicTest> a_fault_at_any_request_changes_nothing_in_the_end() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      if (scenarios().isEmpty() || scenarios().contains(scenario.name())) {
        for (Fault fault : List.of(Fault.BEFORE, Fault.AFTER, Fault.CRASH)) {
          tests.add(DynamicTest.dynamicTest(scenario + ", " + fault, () -> sweep(scenario, fault)));
        }
      }
    }
    return tests.stream();
  }

  private void sweep(Scenario scenario, Fault fault) {
    FinalState expected = run(scenario, Fault.NONE, 0).state();
    List<String> failures = new ArrayList<>();
    boolean fired = true;
    for (int at = 1; fired && failures.size() < MOST_FAILURES; at += stride()) {
      try {
        SweepRun run = run(scenario, fault, at);
        fired = run.fired();
        if (!run.state().equals(expected)) {
          failures.add(
              "scenario '%s' with fault %s at request %d (%s) ended as%n  %s%ninstead of%n  %s"
                  .formatted(
                      scenario,
                      fault,
                      at,
                      run.where(),
                      run.state().instances(),
                      expected.instances()));
        }
      } catch (AssertionError e) {
        failures.add(e.getMessage());
      }
    }
    assertThat(failures).isEmpty();
  }

  private SweepRun run(Scenario scenario, Fault fault, int at) {
    FaultyCalls calls = new FaultyCalls(Fault.NONE, 0, method -> false);
    SweepRun run = SweepRun.of(scenario, clock -> store(clock, fault, at, calls), fault, at, calls);
    runs++;
    struck += run.fired() ? 1 : 0;
    return run;
  }

  @AfterAll
  void print() {
    System.out.println("inner-fault sweep: %d runs, %d faults".formatted(runs, struck));
  }
}
