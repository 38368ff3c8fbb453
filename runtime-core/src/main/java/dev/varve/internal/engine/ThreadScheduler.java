package dev.varve.internal.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Real threads: virtual ones for turns, orchestrators and activities, and a few platform threads
 * for what blocks on the store or must go on when the carriers of the virtual threads are held up.
 */
final class ThreadScheduler implements EngineScheduler {
  private static final int BACKGROUND_THREADS = 4;

  private static final int CARRIERS = Runtime.getRuntime().availableProcessors();

  private final ThreadFactory virtual =
      Thread.ofVirtual().name("varve").inheritInheritableThreadLocals(false).factory();
  private final ThreadFactory platform =
      Thread.ofPlatform()
          .daemon()
          .name("varve-relief-", 0)
          .inheritInheritableThreadLocals(false)
          .factory();
  private final ScheduledThreadPoolExecutor background;
  private volatile boolean carriersHeldUp;

  ThreadScheduler() {
    background =
        new ScheduledThreadPoolExecutor(
            BACKGROUND_THREADS,
            Thread.ofPlatform().daemon().name("varve-background-", 0).factory());
    background.setRemoveOnCancelPolicy(true);
    background.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void execute(Runnable task) {
    newThread(task).start();
  }

  /**
   * Turns that loop, or that block while pinned, hold the carriers of virtual threads. When as many
   * are stuck as there are carriers, what is new gets threads of the platform.
   */
  private Thread newThread(Runnable task) {
    return (carriersHeldUp ? platform : virtual).newThread(task);
  }

  @Override
  public void stuckTurns(int count) {
    carriersHeldUp = count >= CARRIERS;
  }

  @Override
  public void background(Runnable task) {
    if (!background.isShutdown()) {
      background.execute(task);
    }
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    if (background.isShutdown()) {
      return () -> {};
    }
    var future = background.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public Cancellable activity(Runnable body) {
    Thread thread = newThread(body);
    thread.start();
    return thread::interrupt;
  }

  @Override
  public ThreadFactory orchestratorThreads() {
    return this::newThread;
  }

  @Override
  public boolean await(CompletableFuture<?> signal, Duration timeout) {
    try {
      signal.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the thread was interrupted while it waited", e);
    }
  }

  @Override
  public void close() {
    background.shutdown();
  }
}
