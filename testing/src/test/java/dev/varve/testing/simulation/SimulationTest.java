package dev.varve.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The engine as it is, under thousands of seeds. More of them, or one again:
 *
 * <pre>{@code
 * mvn -pl testing -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dvarve.simulation.from=1 -Dvarve.simulation.seeds=200000
 * }</pre>
 */
@ExtendWith(QuietEngine.class)
class SimulationTest {
  private static final int SEEDS = 2_000;

  /** What an engine and a client call in every kind of run. */
  private static final Set<String> METHODS =
      Set.of(
          "now",
          "start",
          "send",
          "instance",
          "query",
          "counts",
          "history",
          "purge",
          "openSession",
          "sessions",
          "putVersionSet",
          "versionSet",
          "fetch",
          "commit",
          "complete",
          "release",
          "renew",
          "recover",
          "close");

  private static final Set<String> SLOW =
      Set.of("fetch", "commit", "release", "complete", "send", "renew", "recover");

  private static final Set<String> OF_SESSIONS =
      Set.of("fetch", "commit", "release", "complete", "renew", "recover");

  @Test
  void every_seed_keeps_the_invariants() {
    Campaign campaign = Campaign.asked(SEEDS).run();
    System.out.println("simulation: " + campaign.tally());
    System.out.println("simulation: faults " + campaign.tally().faults());
    assertThat(campaign.failures()).isEmpty();
    if (Long.getLong("varve.simulation.seeds", SEEDS) >= SEEDS) {
      everyFaultStruck(campaign.tally());
    }
  }

  /** A run in which no fault fired shows nothing about faults. */
  private static void everyFaultStruck(Tally tally) {
    assertThat(tally.faultyRuns()).isGreaterThan(SEEDS * 3 / 4);
    for (String method : METHODS) {
      assertThat(tally.fired(method, Fault.BEFORE)).as("before %s", method).isPositive();
      assertThat(tally.fired(method, Fault.AFTER)).as("after %s", method).isPositive();
    }
    for (String method : SLOW) {
      assertThat(tally.fired(method, Fault.SLOW_EFFECT)).as("late %s", method).isPositive();
      assertThat(tally.fired(method, Fault.SLOW_ANSWER)).as("slow %s", method).isPositive();
    }
    for (String method : OF_SESSIONS) {
      assertThat(tally.fired(method, Fault.SESSION_DEAD)).as("dead at %s", method).isPositive();
    }
    assertThat(tally.fired("wakeUp", Fault.LOST_WAKE_UP)).isPositive();
  }

  @Test
  void the_same_seed_gives_the_same_trace() {
    for (long seed : new long[] {1, 17, 300}) {
      assertThat(traceOf(seed)).as("seed " + seed).isEqualTo(traceOf(seed));
    }
  }

  @Test
  void seeds_differ() {
    List<Long> traces = LongStream.rangeClosed(1, 10).mapToObj(SimulationTest::traceOf).toList();
    assertThat(traces).doesNotHaveDuplicates();
  }

  private static long traceOf(long seed) {
    return Simulation.run(Setting.of(seed), PlantedBug.NONE, new Trace(false)).trace();
  }
}
