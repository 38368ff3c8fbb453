package dev.varve.testing;

import dev.varve.internal.engine.EngineClock;
import dev.varve.internal.engine.EngineScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs engines in virtual time. Tasks, timers and activities run on the thread of whoever waits, in
 * the order they were given; when none is left, time moves to the next timer. Only the code of
 * orchestrators has threads of its own, and of those and the waiting one only one moves at a time.
 *
 * <p>Thread-safe: tasks may be given by any thread, and when several wait, one at a time runs them.
 */
final class VirtualScheduler implements EngineScheduler, EngineClock {
  private static final long PATIENCE_SECONDS = 30;

  private final ThreadFactory orchestrators =
      Thread.ofVirtual().name("varve-orchestrator").inheritInheritableThreadLocals(false).factory();
  private final ReentrantLock running = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long timersMade;
  private volatile long now;

  /** Something to run later. */
  private static final class Timer implements Comparable<Timer> {
    private final long due;
    private final long number;
    private final Runnable task;
    private volatile boolean canceled;

    Timer(long due, long number, Runnable task) {
      this.due = due;
      this.number = number;
      this.task = task;
    }

    @Override
    public int compareTo(Timer other) {
      int byDue = Long.compare(due, other.due);
      return byDue != 0 ? byDue : Long.compare(number, other.number);
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public boolean isConcurrent() {
    return false;
  }

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      ready.add(task);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void background(Runnable task) {
    execute(task);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    lock.lock();
    try {
      timersMade++;
      Timer timer = new Timer(after(delay), timersMade, task);
      timers.add(timer);
      return () -> timer.canceled = true;
    } finally {
      lock.unlock();
    }
  }

  /** An activity runs to its end once it has begun, so there is nothing to interrupt. */
  @Override
  public Cancellable activity(Runnable body) {
    execute(() -> {
      Map<String, String> before = MDC.getCopyOfContextMap();
      try {
        body.run();
      } finally {
        MDC.setContextMap(before == null ? Map.of() : before);
      }
    });
    return () -> {};
  }

  @Override
  public ThreadFactory orchestratorThreads() {
    return orchestrators;
  }

  @Override
  public boolean await(CompletableFuture<?> signal, Duration timeout) {
    take();
    try {
      long deadline = after(timeout);
      while (!signal.isDone()) {
        if (!runNext() && !moveTo(deadline)) {
          return signal.isDone();
        }
      }
      return true;
    } finally {
      running.unlock();
    }
  }

  /** Runs what is ready, and what becomes ready by that, without moving time. */
  void runUntilIdle() {
    take();
    try {
      boolean ran;
      do {
        ran = runNext();
      } while (ran);
    } finally {
      running.unlock();
    }
  }

  /** Lets time pass, and runs what falls into it. */
  void advance(Duration duration) {
    await(new CompletableFuture<>(), duration);
    runUntilIdle();
  }

  @Override
  public void close() {
    // Engines share it, and it has no threads to end.
  }

  /** Code of an orchestrator that waits for others here would wait for itself. */
  private void take() {
    try {
      if (!running.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "another thread has moved virtual time for "
                + PATIENCE_SECONDS
                + " seconds; orchestrators must not use a client, and activities must return");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the thread was interrupted while it waited", e);
    }
  }

  private boolean runNext() {
    Runnable task = nextReady();
    if (task == null) {
      return false;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      throw new IllegalStateException("a task of the engine failed and would be lost: " + e, e);
    }
    return true;
  }

  private @Nullable Runnable nextReady() {
    lock.lock();
    try {
      return ready.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Moves time to the next timer, at most to the deadline; false if the deadline came first. */
  private boolean moveTo(long deadline) {
    lock.lock();
    try {
      while (!timers.isEmpty() && timers.peek().canceled) {
        timers.remove();
      }
      Timer next = timers.peek();
      if (next == null || next.due > deadline) {
        now = Math.max(now, deadline);
        return false;
      }
      timers.remove();
      now = Math.max(now, next.due);
      ready.add(next.task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private long after(Duration delay) {
    long nanos =
        delay.getSeconds() < Long.MAX_VALUE / 1_000_000_000 - 1 ? delay.toNanos() : Long.MAX_VALUE;
    long due = now + Math.max(0, nanos);
    return due < 0 ? Long.MAX_VALUE : due;
  }
}
