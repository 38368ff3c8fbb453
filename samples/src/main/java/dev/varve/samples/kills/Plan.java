package dev.varve.samples.kills;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random program, the same for the same seed and depth. Rounds are joined by continue-as-new.
 *
 * @param depth 0 for a program started from outside, which alone may wait for events
 */
record Plan(int depth, List<List<Step>> rounds) {
  private static final int DEEPEST = 2;
  private static final int MOST_ROUNDS = 3;
  private static final int MOST_STEPS = 5;
  private static final int LONGEST_PAUSE_MILLIS = 300;

  static Plan of(long seed, int depth) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Step>> rounds = new ArrayList<>();
    for (int round = random.nextInt(1, MOST_ROUNDS + 1); round > 0; round--) {
      rounds.add(
          random
              .ints(random.nextInt(1, MOST_STEPS + 1), 0, 100)
              .mapToObj(dice -> step(dice, depth, random.split()))
              .toList());
    }
    return new Plan(depth, List.copyOf(rounds));
  }

  private static Step step(int dice, int depth, SplittableRandom random) {
    long value = random.nextLong(1, 1_000);
    if (dice < 25) {
      return new Step.Work(value);
    } else if (dice < 35) {
      return new Step.Flaky(value, random.nextInt(1, 4));
    } else if (dice < 42) {
      return new Step.Note(value);
    } else if (dice < 57) {
      return new Step.Pause(random.nextInt(1, LONGEST_PAUSE_MILLIS));
    } else if (dice < 75) {
      return depth == 0 ? new Step.Event() : new Step.Work(value);
    } else if (dice < 85) {
      return depth < DEEPEST ? new Step.Child(value * 7_919) : new Step.Work(value);
    } else if (dice < 93) {
      return new Step.FanOut(random.longs(random.nextInt(2, 6), 1, 1_000).boxed().toList());
    }
    return new Step.Race(value);
  }
}
