package dev.varve.samples.kills;

import java.util.List;

/**
 * The input of the interpreter, and at the end its output.
 *
 * @param round the next round to run
 * @param sum of the values up to now
 * @param events the payloads received up to now, in order
 */
record State(long seed, int depth, int round, long sum, List<Integer> events) {
  State {
    events = List.copyOf(events);
  }

  static State begin(long seed, int depth) {
    return new State(seed, depth, 0, 0, List.of());
  }
}
