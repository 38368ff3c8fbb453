package dev.varve.testing.versioning;

import dev.varve.storage.CommitOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What a simulated process may do to the store, and when it dies. A dead one changes nothing any
 * more: its writes are answered as fenced, so that what is left of it in this JVM falls silent.
 * Thread-safe.
 */
final class Fate {
  private static final int NEVER = Integer.MAX_VALUE;

  private final AtomicInteger writesLeft;
  private final boolean lastWriteCounts;
  private final AtomicLong fetches = new AtomicLong();
  private final CompletableFuture<Void> death = new CompletableFuture<>();
  private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
  private volatile boolean fetching = true;
  private volatile boolean sealed;

  private Fate(int writes, boolean lastWriteCounts) {
    this.writesLeft = new AtomicInteger(writes);
    this.lastWriteCounts = lastWriteCounts;
  }

  /** Lives until it is killed. */
  static Fate immortal() {
    return new Fate(NEVER, true);
  }

  /** Dies behind its nth write: the store has it, the process never learns that. */
  static Fate dyingBehindWrite(int number) {
    return new Fate(number, true);
  }

  /** Dies just before its nth write: what it was about to tell is lost. */
  static Fate dyingBeforeWrite(int number) {
    return new Fate(number, false);
  }

  void die() {
    death.complete(null);
  }

  boolean isDead() {
    return death.isDone();
  }

  /**
   * Whether the write that it dies of has begun. Whoever sees the effect of that write sees this
   * too, while the death itself comes a moment later.
   */
  boolean isSealed() {
    return sealed;
  }

  /** Takes nothing from the store until it is let go. */
  Fate heldBack() {
    fetching = false;
    return this;
  }

  void letGo() {
    fetching = true;
    wakeUps.forEach(Runnable::run);
  }

  /** Remembers how to tell a session that something may be due. */
  void wakenBy(Runnable wakeUp) {
    wakeUps.add(wakeUp);
  }

  boolean mayFetch() {
    fetches.incrementAndGet();
    return fetching && !isDead();
  }

  /** How often the process has looked for work. */
  long fetches() {
    return fetches.get();
  }

  /** Makes a write, unless the process is dead or dies of it. */
  <T> CompletionStage<T> write(Supplier<CompletionStage<T>> write, T silence) {
    if (isDead()) {
      return CompletableFuture.completedStage(silence);
    }
    int left = writesLeft.getAndDecrement();
    if (left > 1) {
      return write.get();
    }
    sealed = true;
    if (left == 1 && lastWriteCounts) {
      write.get().toCompletableFuture().join();
    }
    die();
    return CompletableFuture.completedStage(silence);
  }

  static CommitOutcome fenced() {
    return new CommitOutcome.Fenced("the process of this session was killed");
  }
}
