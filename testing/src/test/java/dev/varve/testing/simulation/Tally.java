package dev.varve.testing.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What many runs did together. */
final class Tally {
  private final Map<String, Integer> fired = new TreeMap<>();
  private int runs;
  private int faulty;
  private long steps;
  private long instances;
  private long turns;
  private long activities;
  private long trace;

  void add(Simulation.Outcome outcome) {
    runs++;
    faulty += outcome.fired().isEmpty() ? 0 : 1;
    steps += outcome.steps();
    instances += outcome.instances();
    turns += outcome.turns();
    activities += outcome.activities();
    trace = trace * 31 + outcome.trace();
    outcome.fired().forEach((what, times) -> fired.merge(what, times, Integer::sum));
  }

  /** How many runs met at least one fault; the others show what holds without. */
  int faultyRuns() {
    return faulty;
  }

  int fired(String method, Fault fault) {
    return fired.getOrDefault(method + " " + fault, 0);
  }

  /** A fingerprint of all traces. */
  long trace() {
    return trace;
  }

  @Override
  public String toString() {
    int faults = fired.values().stream().mapToInt(Integer::intValue).sum();
    return "%,d runs, %,d of them with faults: %,d instances, %,d turns, %,d activities, %,d steps, %,d faults"
            .formatted(runs, faulty, instances, turns, activities, steps, faults)
        + "; trace "
        + Long.toHexString(trace);
  }

  /** How often each fault struck each method. */
  Map<String, Integer> faults() {
    return fired;
  }
}
