package dev.varve.testing.simulation;

import java.util.ArrayList;
import java.util.List;

/** Runs one seed after the other. */
final class Campaign {
  private static final int PROGRESS = 5_000;
  private static final int MOST_FAILURES = 3;

  private final long from;
  private final long seeds;
  private final Tally tally = new Tally();
  private final List<String> failures = new ArrayList<>();

  Campaign(long from, long seeds) {
    this.from = from;
    this.seeds = seeds;
  }

  /** As many seeds as asked for by system properties. */
  static Campaign asked(long seedsByDefault) {
    return new Campaign(
        Long.getLong("varve.simulation.from", 1),
        Long.getLong("varve.simulation.seeds", seedsByDefault));
  }

  Campaign run() {
    boolean verbose = Boolean.getBoolean("varve.simulation.trace");
    for (long seed = from; seed < from + seeds && failures.size() < MOST_FAILURES; seed++) {
      try {
        tally.add(Simulation.run(Setting.of(seed), PlantedBug.NONE, new Trace(verbose)));
      } catch (Violation violation) {
        failures.add(report(seed, violation));
        System.out.println(failures.getLast());
      }
      if ((seed - from + 1) % PROGRESS == 0) {
        System.out.println("simulation: up to seed " + seed + ": " + tally);
      }
    }
    return this;
  }

  /** Each with the invariant, the seed, what is left of its setting, and how to repeat it. */
  List<String> failures() {
    return failures;
  }

  Tally tally() {
    return tally;
  }

  private static String report(long seed, Violation violation) {
    Setting least = Shrinker.shrink(Setting.of(seed), PlantedBug.NONE, violation.invariant());
    return """
    %s
      seed:    %d
      shrunk:  %s
      repeat:  mvn -B -Dfast -pl testing -am test -Dtest=SimulationTest#every_seed_keeps_the_invariants \
    -Dsurefire.failIfNoSpecifiedTests=false -Dmaven.test.redirectTestOutputToFile=false \
    -Dvarve.simulation.from=%d -Dvarve.simulation.seeds=1 -Dvarve.simulation.trace=true\
    """
        .formatted(violation.getMessage(), seed, least, seed);
  }
}
