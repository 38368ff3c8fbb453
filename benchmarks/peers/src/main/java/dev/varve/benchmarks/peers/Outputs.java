package dev.varve.benchmarks.peers;

import java.util.Objects;

/** What the orchestrations of the workloads return is what they were given. */
final class Outputs {
  private Outputs() {}

  static void demand(Object expected, Object output) {
    if (!Objects.equals(expected, output)) {
      throw new IllegalStateException("an orchestration returned " + output + " for " + expected);
    }
  }
}
