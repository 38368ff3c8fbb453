package dev.varve.management;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long one thread may wait for its client. When the time is over the thread is
 * interrupted, and a thread that is interrupted while it reads from or writes to a socket channel
 * closes it. That is why this holds for a request line and headers, which the server of the JDK
 * reads before any code of ours runs, and needs no settings of the whole JVM.
 */
final class Deadline {
  private final Thread thread = Thread.currentThread();
  private final ScheduledExecutorService timer;
  private final ReentrantLock lock = new ReentrantLock();

  /** All guarded by the lock. */
  private @Nullable ScheduledFuture<?> running;

  private boolean over;

  Deadline(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** From now on the thread waits for its client. */
  void begin(Duration time) {
    lock.lock();
    try {
      running = timer.schedule(this::fire, time.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      lock.unlock();
    }
  }

  /** Only while it is waited for: an interrupt must not hit what comes behind. */
  private void fire() {
    lock.lock();
    try {
      if (running != null) {
        over = true;
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The client has done its part.
   *
   * @return false if the time was over; the connection is of no use then
   */
  boolean end() {
    lock.lock();
    try {
      if (running != null) {
        running.cancel(false);
        running = null;
      }
      return !over;
    } finally {
      lock.unlock();
    }
  }
}
