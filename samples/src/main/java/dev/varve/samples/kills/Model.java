package dev.varve.samples.kills;

import java.util.List;

/**
 * What a program must come to, computed without running it.
 *
 * @param sum of all its values, children included
 * @param events how many it waits for
 * @param activities how many calls of activities it makes, retries not counted, children included
 * @param instances itself and its children
 */
record Model(long sum, int events, int activities, int instances) {
  /**
   * @param version of the interpreter, by which its activities multiply
   */
  static Model of(long seed, int depth, int version) {
    return Plan.of(seed, depth).rounds().stream()
        .flatMap(List::stream)
        .map(step -> of(step, depth, version))
        .reduce(new Model(0, 0, 0, 1), Model::plus);
  }

  private static Model of(Step step, int depth, int version) {
    return switch (step) {
      case Step.Work work -> new Model(version * work.value(), 0, 1, 0);
      case Step.Flaky flaky -> new Model(version * flaky.value(), 0, 1, 0);
      case Step.Note note -> new Model(note.value(), 0, 0, 0);
      case Step.Pause pause -> new Model(0, 0, 0, 0);
      case Step.Event event -> new Model(0, 1, 0, 0);
      case Step.Child child -> of(child.seed(), depth + 1, version);
      case Step.FanOut fanOut ->
          new Model(
              version * fanOut.values().stream().mapToLong(Long::longValue).sum(),
              0,
              fanOut.values().size(),
              0);
      case Step.Race race -> new Model(version * race.value(), 0, 1, 0);
    };
  }

  private Model plus(Model other) {
    return new Model(
        sum + other.sum,
        events + other.events,
        activities + other.activities,
        instances + other.instances);
  }
}
