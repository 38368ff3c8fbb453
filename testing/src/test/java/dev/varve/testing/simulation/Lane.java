package dev.varve.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Where steps wait to be picked: one for each process, and one for the outside. */
class Lane {
  private final List<Runnable> ready = new ArrayList<>();
  private boolean halted;

  void add(Runnable step) {
    ready.add(step);
  }

  /** While it is halted nothing of it is picked. */
  void halt(boolean on) {
    halted = on;
  }

  boolean isHalted() {
    return halted;
  }

  int runnable() {
    return halted ? 0 : ready.size();
  }

  /** Takes out one of its steps, whichever chance picks. */
  Runnable take(SplittableRandom random) {
    return take(random.nextInt(ready.size()));
  }

  Runnable take(int index) {
    Runnable last = ready.removeLast();
    return index == ready.size() ? last : ready.set(index, last);
  }

  /** Whether timers of this lane still count. */
  boolean isOver() {
    return false;
  }
}
