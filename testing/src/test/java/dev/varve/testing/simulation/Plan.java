package dev.varve.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A round of a random program, the same for the same seed, version, depth and round. Another
 * version takes other steps, so that it is seen if it runs where it must not.
 *
 * @param nextVersion the version that the next round runs on, or 0 to inherit
 */
record Plan(List<Step> steps, int nextVersion) {
  static final int VERSIONS = 3;
  private static final int DEEPEST = 2;
  private static final int MOST_STEPS = 5;

  Plan {
    steps = List.copyOf(steps);
  }

  /** How many rounds a program has, joined by continue-as-new. */
  static int rounds(long seed, int depth) {
    int dice = new SplittableRandom(seed + depth).nextInt(10);
    return dice < 5 ? 1 : dice < 8 ? 2 : 3;
  }

  static Plan of(long seed, int version, int depth, int round) {
    SplittableRandom random =
        new SplittableRandom(seed * 31 + version * 7_919L + depth * 104_729L + round * 1_299_709L);
    List<Step> steps = new ArrayList<>();
    for (int left = random.nextInt(1, MOST_STEPS + 1 - depth); left > 0; left--) {
      steps.add(step(random, depth));
    }
    return new Plan(steps, random.nextInt(5) == 0 ? random.nextInt(1, VERSIONS + 1) : 0);
  }

  /** The most events that any version of this program waits for. */
  static int mostEvents(long seed) {
    int most = 0;
    for (int round = 0; round < rounds(seed, 0); round++) {
      long inRound = 0;
      for (int version = 1; version <= VERSIONS; version++) {
        long waits =
            of(seed, version, 0, round).steps().stream()
                .filter(Step.Event.class::isInstance)
                .count();
        inRound = Math.max(inRound, waits);
      }
      most += (int) inRound;
    }
    return most;
  }

  private static Step step(SplittableRandom random, int depth) {
    int dice = random.nextInt(100);
    int value = random.nextInt(1, 1_000);
    int millis = random.nextInt(1, 250);
    if (dice < 16) {
      return new Step.Work(value);
    } else if (dice < 21) {
      return new Step.Flaky(value, random.nextInt(1, 4));
    } else if (dice < 24) {
      return new Step.Boom(value);
    } else if (dice < 30) {
      return new Step.Far(value);
    } else if (dice < 32) {
      return new Step.Note(value);
    } else if (dice < 34) {
      return new Step.Status(value);
    } else if (dice < 43) {
      return new Step.Pause(random.nextInt(8) == 0 ? millis * 40 : millis);
    } else if (dice < 55) {
      return depth == 0 ? new Step.Event() : new Step.Work(value);
    } else if (dice < 58) {
      return new Step.Maybe(millis * 4);
    } else if (dice < 71) {
      return family(random, depth, value, millis);
    } else if (dice < 77) {
      return new Step.FanOut(random.ints(random.nextInt(2, 5), 1, 1_000).boxed().toList());
    } else if (dice < 81) {
      return new Step.Race(value);
    } else if (dice < 85) {
      return new Step.Hasty(value, millis);
    } else if (dice < 88) {
      return new Step.Bounded(value, millis);
    }
    return new Step.Callbacks(value, value + 1);
  }

  private static Step family(SplittableRandom random, int depth, int value, int millis) {
    if (depth == DEEPEST) {
      return new Step.Work(value);
    }
    long seed = random.nextLong(1_000_000_000);
    return switch (random.nextInt(6)) {
      case 0 -> new Step.Detached(seed);
      case 1 -> new Step.ChildRace(seed, millis * 2);
      default -> new Step.Child(seed);
    };
  }
}
