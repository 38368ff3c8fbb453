package dev.varve.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The single-fault sweep. Each canonical orchestration runs in virtual time, again and again: the
 * 1st, the 2nd, the 3rd storage call and so on fails before it takes effect, or after, or the
 * process dies there. Each run must leave the same final state as the one without a fault.
 *
 * <p>A store is bound in a few lines: extend this class and make an empty store for each run. What
 * it leaves open: faults inside the store, two faults in one run, and engines that outlive their
 * session.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SingleFaultSweep {
  private static final int MOST_FAILURES = 5;

  private final Map<String, Integer> faults = new TreeMap<>();
  private int runs;

  /**
   * Makes an empty store for one run.
   *
   * @param clock the store's clock, in virtual time
   */
  protected abstract StoreUnderTest store(InstantSource clock);

  /** Whether calls of this method fail; all by default. */
  protected boolean fails(String method) {
    return true;
  }

  /** How many runs there were, and how often each method failed. */
  protected String summary() {
    int fired = faults.values().stream().mapToInt(Integer::intValue).sum();
    return "single-fault sweep: %d runs, %d faults: %s".formatted(runs, fired, faults);
  }

  @TestFactory
  Stream<DynamicTest> a_run_without_fault_is_repeatable_and_runs_each_activity_once() {
    return Scenarios.all().stream()
        .map(scenario ->
            DynamicTest.dynamicTest(
                scenario.name(),
                () -> {
                  SweepRun run = run(scenario, Fault.NONE, 0);
                  assertThat(run.activityRuns().values()).allMatch(times -> times == 1);
                  assertThat(run(scenario, Fault.NONE, 0)).isEqualTo(run);
                }));
  }

  @TestFactory
  Stream<DynamicTest> a_single_fault_changes_nothing_in_the_end() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      for (Fault fault : List.of(Fault.BEFORE, Fault.AFTER, Fault.CRASH)) {
        tests.add(
            DynamicTest.dynamicTest(scenario + ", " + fault, () -> sweep(scenario, fault)));
      }
    }
    return tests.stream();
  }

  private void sweep(Scenario scenario, Fault fault) {
    FinalState expected = run(scenario, Fault.NONE, 0).state();
    List<String> failures = new ArrayList<>();
    boolean fired = true;
    for (int at = 1; fired && failures.size() < MOST_FAILURES; at++) {
      try {
        SweepRun run = run(scenario, fault, at);
        fired = run.fired();
        compare(scenario, run, expected, failures);
      } catch (AssertionError e) {
        failures.add(e.getMessage());
      }
    }
    assertThat(failures).isEmpty();
  }

  private static void compare(
      Scenario scenario, SweepRun run, FinalState expected, List<String> failures) {
    if (!run.state().equals(expected)) {
      failures.add(
          "scenario '%s' with fault %s at call %d (%s) ended as%n  %s%ninstead of%n  %s"
              .formatted(
                  scenario,
                  run.fault(),
                  run.at(),
                  run.where(),
                  run.state().instances(),
                  expected.instances()));
    }
  }

  private SweepRun run(Scenario scenario, Fault fault, int at) {
    SweepRun run = SweepRun.of(scenario, this::store, fault, at, this::fails);
    runs++;
    if (run.fired()) {
      faults.merge(fault + " " + run.where(), 1, Integer::sum);
    }
    return run;
  }

  @AfterAll
  void print() {
    System.out.println(summary());
  }
}
