package dev.varve.testing.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * The input of a program, and at the end its output.
 *
 * @param round the next round to run
 * @param sum of the values up to now
 * @param events the payloads received up to now, in order
 * @param versions the version of each round that has run
 */
record State(
    long seed, int depth, int round, long sum, List<Integer> events, List<Integer> versions) {
  State {
    events = List.copyOf(events);
    versions = List.copyOf(versions);
  }

  static State begin(long seed, int depth) {
    return new State(seed, depth, 0, 0, List.of(), List.of());
  }

  State after(int version, long sumNow, List<Integer> eventsNow) {
    List<Integer> trail = new ArrayList<>(versions);
    trail.add(version);
    return new State(seed, depth, round + 1, sumNow, eventsNow, trail);
  }

  /** What the program must have come to on the versions it ran on. */
  long expectedSum() {
    long expected = 0;
    for (int i = 0; i < versions.size(); i++) {
      for (Step step : Plan.of(seed, versions.get(i), depth, i).steps()) {
        expected += value(step);
      }
    }
    return expected;
  }

  /** How many events it must have received. */
  int expectedEvents() {
    int expected = 0;
    for (int i = 0; i < versions.size(); i++) {
      expected +=
          (int)
              Plan.of(seed, versions.get(i), depth, i).steps().stream()
                  .filter(Step.Event.class::isInstance)
                  .count();
    }
    return expected;
  }

  private static long value(Step step) {
    return switch (step) {
      case Step.Work s -> s.value();
      case Step.Flaky s -> s.value();
      case Step.Boom s -> s.value();
      case Step.Far s -> s.value();
      case Step.Note s -> s.value();
      case Step.FanOut s -> s.values().stream().mapToLong(Integer::longValue).sum();
      case Step.Race s -> s.value();
      case Step.Callbacks s -> s.first() + (long) s.second();
      case Step.Child s -> 1;
      case Step.Status s -> 0;
      case Step.Pause s -> 0;
      case Step.Event s -> 0;
      case Step.Maybe s -> 0;
      case Step.ChildRace s -> 0;
      case Step.Detached s -> 0;
      case Step.Hasty s -> 0;
      case Step.Bounded s -> 0;
    };
  }
}
