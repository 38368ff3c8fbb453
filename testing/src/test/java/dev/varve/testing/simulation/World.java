package dev.varve.testing.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time in which processes, customers and faults take their steps, strictly one at a time,
 * in an order that the seed picks. Everything a run does is written into its trace, so that two
 * runs can be held against each other.
 */
final class World {
  private static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");
  private static final int MOST_STEPS = 8_000;
  private static final int LONGEST_STEP_NANOS = 20_000;

  private final SplittableRandom order;
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final Lane outside = new Lane();
  private final Trace trace;
  private long now;
  private long storeAhead;
  private long timersMade;
  private int steps;
  private @Nullable Fiber fiber;
  private @Nullable Violation violation;

  /** Something to run later. */
  static final class Timer implements Comparable<Timer> {
    private final long due;
    private final long number;
    private final Lane lane;
    private final Runnable step;
    private boolean canceled;

    private Timer(long due, long number, Lane lane, Runnable step) {
      this.due = due;
      this.number = number;
      this.lane = lane;
      this.step = step;
    }

    void cancel() {
      canceled = true;
    }

    @Override
    public int compareTo(Timer other) {
      int byDue = Long.compare(due, other.due);
      return byDue != 0 ? byDue : Long.compare(number, other.number);
    }
  }

  World(SplittableRandom order, Trace trace) {
    this.order = order;
    this.trace = trace;
    lanes.add(outside);
  }

  // ---- time ----

  long nanos() {
    return now;
  }

  /** The clock of the store, which runs apart from all others. */
  Instant storeTime() {
    return BEGINNING.plusNanos(now + storeAhead);
  }

  void jumpStoreClock(Duration by) {
    storeAhead += by.toNanos();
  }

  // ---- what is to be done ----

  /** The lane of whatever is not a process. */
  Lane outside() {
    return outside;
  }

  void join(Lane lane) {
    lanes.add(lane);
  }

  void leave(Lane lane) {
    lanes.remove(lane);
  }

  Timer after(long nanos, Lane lane, Runnable step) {
    timersMade++;
    long due = now + Math.max(0, nanos);
    Timer timer = new Timer(due < 0 ? Long.MAX_VALUE : due, timersMade, lane, step);
    timers.add(timer);
    return timer;
  }

  Timer after(Duration delay, Runnable step) {
    return after(delay.toNanos(), outside, step);
  }

  /** Lets a fiber go on, on the thread of the world. */
  void resume(Fiber next) {
    Fiber outer = fiber;
    fiber = next;
    try {
      next.resume();
    } finally {
      fiber = outer;
    }
  }

  /** The fiber that runs on this very thread, if one does. */
  @Nullable Fiber fiberHere() {
    Fiber running = fiber;
    return running != null && running.isHere() ? running : null;
  }

  // ---- what happened ----

  Trace trace() {
    return trace;
  }

  /** Writes down what just happened. */
  void note(String what) {
    trace.add(now, what);
  }

  /** Ends the run: the first violation stands. May be called within the engine. */
  void fail(Invariant invariant, String what) {
    if (violation == null) {
      violation = new Violation(invariant, what);
      note("VIOLATION " + violation.getMessage());
    }
  }

  void require(boolean holds, Invariant invariant, String what) {
    if (!holds) {
      fail(invariant, what);
    }
  }

  void throwViolation() {
    if (violation != null) {
      throw violation;
    }
  }

  int steps() {
    return steps;
  }

  // ---- moving ----

  /** Goes on until that is so; false if the time is over first. */
  boolean runUntil(BooleanSupplier done, Duration longest) {
    long deadline = now + longest.toNanos();
    while (!done.getAsBoolean()) {
      throwViolation();
      if (!step(deadline)) {
        return false;
      }
    }
    throwViolation();
    return true;
  }

  private boolean step(long deadline) {
    collectDue();
    int runnable = 0;
    for (Lane lane : lanes) {
      runnable += lane.runnable();
    }
    if (runnable == 0) {
      return moveTo(deadline);
    }
    steps++;
    if (steps > MOST_STEPS) {
      fail(Invariant.I11, "the run goes on after " + steps + " steps, at " + Duration.ofNanos(now));
    }
    now += 1_000 + order.nextInt(LONGEST_STEP_NANOS);
    pick(order.nextInt(runnable)).run();
    return true;
  }

  private Runnable pick(int index) {
    int left = index;
    for (Lane lane : lanes) {
      if (left < lane.runnable()) {
        return lane.take(left);
      }
      left -= lane.runnable();
    }
    throw new IllegalStateException("fewer steps are runnable than were counted");
  }

  private void collectDue() {
    while (!timers.isEmpty() && timers.peek().due <= now) {
      Timer timer = timers.remove();
      if (!timer.canceled && !timer.lane.isOver()) {
        timer.lane.add(timer.step);
      }
    }
  }

  private boolean moveTo(long deadline) {
    while (!timers.isEmpty() && (timers.peek().canceled || timers.peek().lane.isOver())) {
      timers.remove();
    }
    Timer next = timers.peek();
    if (next == null || next.due > deadline) {
      now = Math.max(now, deadline);
      return false;
    }
    now = Math.max(now, next.due);
    return true;
  }
}
