package dev.varve.testing.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Leaves out what a failure does not need, for as long as the same invariant fails. */
final class Shrinker {
  private Shrinker() {}

  static Setting shrink(Setting failing, PlantedBug bug, Invariant invariant) {
    Setting least = failing;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Setting candidate : candidates(least)) {
        if (fails(candidate, bug, invariant)) {
          least = candidate;
          smaller = true;
          break;
        }
      }
    }
    return least;
  }

  private static boolean fails(Setting setting, PlantedBug bug, Invariant invariant) {
    try {
      Simulation.Outcome unused = Simulation.run(setting, bug, new Trace(false));
      return false;
    } catch (Violation violation) {
      return violation.invariant() == invariant;
    }
  }

  /** All settings with one thing less. */
  private static List<Setting> candidates(Setting setting) {
    List<Setting> candidates = new ArrayList<>();
    if (setting.customers() > 1) {
      candidates.add(setting.withCustomers(setting.customers() - 1));
    }
    for (int i = 0; i < setting.mishaps().size(); i++) {
      List<Mishap> fewer = new ArrayList<>(setting.mishaps());
      fewer.remove(i);
      candidates.add(setting.withMishaps(fewer));
    }
    for (Fault fault : setting.faults()) {
      Set<Fault> fewer = EnumSet.copyOf(setting.faults());
      fewer.remove(fault);
      candidates.add(setting.withFaults(fewer));
    }
    return candidates;
  }
}
