package dev.varve.internal.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many activities run at once; more wait in memory, in order. Thread-safe. */
final class ActivityPool {
  private final int limit;
  private final AtomicInteger running = new AtomicInteger();
  private final Queue<RunningActivity> waiting = new ConcurrentLinkedQueue<>();

  ActivityPool(int limit) {
    this.limit = limit;
  }

  void start(RunningActivity activity) {
    if (running.incrementAndGet() <= limit) {
      activity.start(this::ended);
    } else {
      waiting.add(activity);
      ended();
    }
  }

  /** How many more could run now. */
  int room() {
    return Math.max(0, limit - running.get());
  }

  private void ended() {
    running.decrementAndGet();
    while (!waiting.isEmpty() && running.get() < limit) {
      RunningActivity next = waiting.poll();
      if (next != null) {
        start(next);
      }
    }
  }
}
