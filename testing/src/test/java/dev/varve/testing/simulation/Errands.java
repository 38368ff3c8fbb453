package dev.varve.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random things to do, in an order that makes sense. */
final class Errands {
  private Errands() {}

  static List<Errand> random(SplittableRandom random) {
    List<Errand> errands = new ArrayList<>();
    life(random, errands);
    if (random.nextInt(4) == 0) {
      errands.add(new Errand.AwaitEnd());
      if (random.nextBoolean()) {
        errands.add(new Errand.Purge());
      }
      life(random, errands);
    }
    return errands;
  }

  /** From a start to the last event. */
  private static void life(SplittableRandom random, List<Errand> errands) {
    long seed = random.nextLong(1_000_000_000);
    int version = random.nextInt(3) == 0 ? random.nextInt(1, Plan.VERSIONS + 1) : 0;
    int delay = random.nextInt(10) == 0 ? random.nextInt(100, 3_000) : 0;
    errands.add(new Errand.Start(seed, version, delay));
    boolean suspended = false;
    int events = Plan.mostEvents(seed);
    for (int number = 1; number <= events; number++) {
      suspended = aside(random, errands, suspended);
      errands.add(new Errand.Raise(number));
    }
    suspended = aside(random, errands, suspended);
    if (suspended) {
      errands.add(new Errand.Resume());
    }
  }

  private static boolean aside(SplittableRandom random, List<Errand> errands, boolean suspended) {
    int dice = random.nextInt(100);
    if (dice < 12) {
      errands.add(suspended ? new Errand.Resume() : new Errand.Suspend());
      return !suspended;
    } else if (dice < 18) {
      errands.add(new Errand.StartAgain(random.nextBoolean()));
    } else if (dice < 24) {
      errands.add(new Errand.RaiseMaybe());
    } else if (dice < 28) {
      errands.add(new Errand.Terminate(random.nextBoolean()));
    } else if (dice < 34) {
      errands.add(new Errand.Look());
    }
    return suspended;
  }
}
