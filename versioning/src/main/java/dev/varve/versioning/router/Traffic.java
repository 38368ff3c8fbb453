package dev.varve.versioning.router;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is on the way to an app. A request enters before it is sent and leaves when it is answered; a
 * way is closed only while nobody is on it, and then nobody enters. One process forwards all
 * requests of a router, so they are counted in memory. Thread-safe.
 */
final class Traffic {
  /** The way to the app of one key. */
  private static final class Way {
    AppRun run;
    boolean open = true;
    boolean used;
    final Map<Integer, Integer> inTransit = new HashMap<>();

    Way(AppRun run) {
      this.run = run;
    }
  }

  /** A request on its way; closed when it was answered. */
  final class Passage implements AutoCloseable {
    private final AppRun run;

    private Passage(AppRun run) {
      this.run = run;
    }

    AppRun run() {
      return run;
    }

    @Override
    public void close() {
      leave(run);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Map<AppKey, Way> ways = new HashMap<>();

  /** Leads requests for a key to a run from now on, and opens the way. */
  void lead(AppRun run) {
    lock.lock();
    try {
      Way way = ways.computeIfAbsent(run.build().key(), key -> new Way(run));
      way.run = run;
      way.open = true;
    } finally {
      lock.unlock();
    }
  }

  /** Enters the way to an app; empty if there is none or it is closed. */
  Optional<Passage> enter(AppKey key) {
    lock.lock();
    try {
      Way way = ways.get(key);
      if (way == null || !way.open) {
        return Optional.empty();
      }
      way.used = true;
      way.inTransit.merge(way.run.number(), 1, Integer::sum);
      return Optional.of(new Passage(way.run));
    } finally {
      lock.unlock();
    }
  }

  private void leave(AppRun run) {
    lock.lock();
    try {
      Way way = ways.get(run.build().key());
      if (way != null) {
        way.inTransit.computeIfPresent(
            run.number(), (number, count) -> count == 1 ? null : count - 1);
      }
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes a way if nobody is on it; true if it is closed now. */
  boolean closeIfFree(AppKey key) {
    lock.lock();
    try {
      Way way = ways.get(key);
      if (way == null) {
        return true;
      }
      if (!way.inTransit.isEmpty()) {
        return false;
      }
      way.open = false;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Opens a way again, as it was. */
  void reopen(AppKey key) {
    lock.lock();
    try {
      Way way = ways.get(key);
      if (way != null) {
        way.open = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody is on a way, or was since this was asked last. */
  boolean wasUsed(AppKey key) {
    lock.lock();
    try {
      Way way = ways.get(key);
      if (way == null) {
        return false;
      }
      boolean used = way.used || !way.inTransit.isEmpty();
      way.used = false;
      return used;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody is on a way now. */
  boolean isBusy(AppKey key) {
    lock.lock();
    try {
      Way way = ways.get(key);
      return way != null && !way.inTransit.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nobody is on the way to a run, at most this long. */
  void awaitFree(AppRun run, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (isBusy(run) && nanos > 0) {
        nanos = left.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isBusy(AppRun run) {
    Way way = ways.get(run.build().key());
    return way != null && way.inTransit.containsKey(run.number());
  }
}
