package dev.varve.internal.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

/**
 * The engine's only way to run things later or elsewhere: every thread and timer comes from here,
 * so that a test can run the whole engine on one thread in virtual time. Thread-safe.
 */
public interface EngineScheduler extends AutoCloseable {
  /** Ends something scheduled. Repeatable. */
  @FunctionalInterface
  interface Cancellable {
    void cancel();
  }

  /** Whether work goes on while the caller of the engine waits for something else. */
  default boolean isConcurrent() {
    return true;
  }

  /** Runs a short piece of engine work soon, concurrently with others. */
  void execute(Runnable task);

  /** Runs work that may block on the store, apart from turns. */
  void background(Runnable task);

  /** Runs background work after a delay. */
  Cancellable schedule(Duration delay, Runnable task);

  /** Runs the body of an activity; cancelling interrupts it. */
  Cancellable activity(Runnable body);

  /** Makes the threads that orchestrators run on. */
  ThreadFactory orchestratorThreads();

  /**
   * Told how many turns are stuck now, so that what is new can be kept clear of the threads they
   * hold.
   */
  default void stuckTurns(int count) {}

  /** Waits until the signal is there or the time is over; tells which. */
  boolean await(CompletableFuture<?> signal, Duration timeout);

  /** Ends all threads that are idle; tasks that run go on. */
  @Override
  void close();
}
