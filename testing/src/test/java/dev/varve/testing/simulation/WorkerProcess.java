package dev.varve.testing.simulation;

import dev.varve.internal.engine.EngineClock;
import dev.varve.internal.engine.EngineScheduler;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One process: the threads and the clock of one engine. It can be paused, and it can die with all
 * it has in memory. Its clock has an origin and a pace of its own.
 */
final class WorkerProcess extends Lane implements EngineScheduler, EngineClock {
  private static final int FIBERS_PERCENT = 15;
  private static final int LONG_ACTIVITIES_PERCENT = 6;

  private final ThreadFactory orchestrators =
      Thread.ofVirtual().name("orchestrator").inheritInheritableThreadLocals(false).factory();
  private final String name;
  private final World world;
  private final SplittableRandom random;
  private final boolean calm;
  private final Set<Fiber> fibers = new LinkedHashSet<>();
  private final Set<CompletableFuture<?>> answers = new LinkedHashSet<>();
  private final double pace;
  private long clockAhead;
  private long activityBegan;
  private boolean dead;
  private boolean stopping;

  /**
   * @param calm whether nothing is slow here
   */
  WorkerProcess(String name, World world, SplittableRandom random, boolean calm) {
    this.name = name;
    this.world = world;
    this.random = random;
    this.calm = calm;
    this.clockAhead = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
    this.pace = calm ? 1 : 0.98 + random.nextDouble() * 0.04;
    world.join(this);
  }

  String name() {
    return name;
  }

  World world() {
    return world;
  }

  boolean isDead() {
    return dead;
  }

  /** When the activity was begun that runs now. */
  long activityBegan() {
    return activityBegan;
  }

  /** Whether it is being drained. */
  boolean isStopping() {
    return stopping;
  }

  void stopping() {
    stopping = true;
  }

  @Override
  boolean isOver() {
    return dead;
  }

  void jumpClock(Duration by) {
    clockAhead += by.toNanos();
  }

  // ---- what the engine asks for ----

  @Override
  public long nanoTime() {
    return clockAhead + (long) (world.nanos() * pace);
  }

  /** A client that waits here would stop the world, so starts answer at once. */
  @Override
  public boolean isConcurrent() {
    return false;
  }

  @Override
  public void execute(Runnable task) {
    add(task);
  }

  @Override
  public void background(Runnable task) {
    add(mayBeHeldUp(task));
  }

  /** Sometimes on a fiber, where the store may be slow. */
  private Runnable mayBeHeldUp(Runnable task) {
    return !calm && random.nextInt(100) < FIBERS_PERCENT ? () -> begin(task) : task;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    return later(inWorldTime(delay), mayBeHeldUp(task))::cancel;
  }

  /** The body runs at the end of the time that the activity takes, and not at all if cancelled. */
  @Override
  public Cancellable activity(Runnable body) {
    long began = world.nanos();
    Runnable run =
        () -> {
          activityBegan = began;
          body.run();
        };
    World.Timer end = later(activityMicros() * 1_000, run);
    return () -> {
      end.cancel();
      add(run); // finds itself cancelled, and makes room for another
    };
  }

  /** Mostly some time, often next to none, so that results come together, and sometimes long. */
  private long activityMicros() {
    int dice = random.nextInt(100);
    if (dice < LONG_ACTIVITIES_PERCENT) {
      return random.nextLong(1_000_000, 8_000_000);
    }
    return dice < 50 ? random.nextLong(0, 1_500) : random.nextLong(0, 120_000);
  }

  @Override
  public ThreadFactory orchestratorThreads() {
    return orchestrators;
  }

  @Override
  public boolean await(CompletableFuture<?> signal, Duration timeout) {
    Fiber fiber = world.fiberHere();
    if (dead) {
      runAll();
    } else if (fiber == null) {
      world.fail(Invariant.SURPRISE, name + " waits where nobody could go on");
    } else if (!signal.isDone()) {
      Wake wake = new Wake(fiber);
      var unused = signal.whenComplete((value, failure) -> execute(wake));
      Cancellable timer = schedule(timeout, wake);
      fiber.pause();
      wake.used = true;
      timer.cancel();
    }
    return signal.isDone();
  }

  @Override
  public void close() {
    // It has no threads of its own.
  }

  // ---- what the simulation asks for ----

  /** Begins a fiber of this process now. */
  void begin(Runnable body) {
    Fiber fiber = new Fiber(body);
    fibers.add(fiber);
    go(fiber);
  }

  private void go(Fiber fiber) {
    world.resume(fiber);
    if (fiber.hasEnded()) {
      fibers.remove(fiber);
    }
  }

  World.Timer later(long nanos, Runnable step) {
    return world.after(nanos, this, step);
  }

  /** Whether the caller is on a fiber, and so may be held up. */
  boolean canWait() {
    return !dead && world.fiberHere() != null;
  }

  /** Lets time pass for the fiber that asks. */
  void sleep(long nanos) {
    Fiber fiber = world.fiberHere();
    if (fiber == null) {
      throw new IllegalStateException("only a fiber can be held up");
    }
    Wake wake = new Wake(fiber);
    World.Timer timer = later(nanos, wake);
    fiber.pause();
    wake.used = true;
    timer.cancel();
    requireAlive();
  }

  void requireAlive() {
    if (dead) {
      throw new StorageException("the process is dead: nothing reaches the store", null);
    }
  }

  /** An answer of the store that comes after a while, or never if the process dies before. */
  <T> CompletableFuture<T> answer(
      long nanos, @Nullable T value, @Nullable RuntimeException failure) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    answers.add(answer);
    later(
        nanos,
        () -> {
          answers.remove(answer);
          settle(answer, value, failure);
        });
    return answer;
  }

  @SuppressWarnings("NullAway") // one of the two is there
  private static <T> void settle(
      CompletableFuture<T> answer, @Nullable T value, @Nullable RuntimeException failure) {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  <T> void track(CompletableFuture<T> answer) {
    answers.add(answer);
  }

  <T> void untrack(CompletableFuture<T> answer) {
    answers.remove(answer);
  }

  /**
   * Dies. What runs in here from now on only takes code off its threads; none of it reaches the
   * store or is seen.
   *
   * @param close closes the engine, so that its orchestrators leave their threads
   */
  void die(Runnable close) {
    dead = true;
    halt(true);
    world.leave(this);
    List<CompletableFuture<?>> unanswered = new ArrayList<>(answers);
    answers.clear();
    unanswered.forEach(
        answer -> answer.completeExceptionally(new StorageException("the process died", null)));
    for (Fiber fiber : List.copyOf(fibers)) {
      while (!fiber.hasEnded()) {
        world.resume(fiber);
      }
    }
    close.run();
    runAll();
  }

  private void runAll() {
    halt(false);
    while (runnable() > 0) {
      take(0).run();
    }
    halt(true);
  }

  private long inWorldTime(Duration delay) {
    double nanos = delay.getSeconds() * 1e9 + delay.getNano();
    return (long) Math.min(1e18, Math.ceil(nanos / pace));
  }

  /** Resumes a fiber once, whichever of its reasons comes first. */
  private final class Wake implements Runnable {
    private final Fiber fiber;
    private boolean used;

    Wake(Fiber fiber) {
      this.fiber = fiber;
    }

    @Override
    public void run() {
      if (!used) {
        used = true;
        go(fiber);
      }
    }
  }
}
