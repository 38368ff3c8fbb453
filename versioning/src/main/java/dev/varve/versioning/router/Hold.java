package dev.varve.versioning.router;

import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The right of one process to be the router of a hub: a record names the holder, and the holder's
 * session, which the store knows to be alive or dead, says for how long. Nobody takes the hold
 * while that session lives; once it is taken, whoever had it finds out at its next step.
 * Thread-safe.
 */
final class Hold {
  private static final String KEY = "router/holder";
  private static final long LOOK_AGAIN_NANOS = 50_000_000;
  private static final long TRUSTED_NANOS = 1_000_000_000;

  private final HubStore hub;
  private final String self;
  private final Runnable onLoss;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  // Written by whoever checks; a stale value only makes the next one check again.
  private volatile long checked;
  private volatile boolean lost;

  /**
   * @param self the worker name of this process, used by no other
   * @param onLoss called once or more when the hold is found lost; must return quickly
   */
  Hold(HubStore hub, String self, Runnable onLoss) {
    this.hub = hub;
    this.self = self;
    this.onLoss = onLoss;
  }

  /**
   * Writes this process down as the holder, as soon as no live one is. It counts once the session
   * is open and {@link #confirm} has found the record unchanged.
   *
   * @throws RouterHeldException if another lives for longer than the patience
   */
  void take(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<HubRecord> before = hub.records().get(KEY);
      Optional<String> holder = before.map(HubRecord::value).filter(this::isAlive);
      if (holder.isEmpty() && write(before)) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new RouterHeldException(hub.name(), holder.orElse("that was faster"));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException(
            "interrupted while another router held hub " + hub.name() + "; start again");
      }
    }
  }

  private boolean isAlive(String worker) {
    return hub.sessions().stream().anyMatch(s -> s.descriptor().worker().equals(worker));
  }

  private boolean write(Optional<HubRecord> before) {
    AuditEntry.Draft audit =
        new AuditEntry.Draft(
            self,
            "router-holder",
            hub.name(),
            "after " + before.map(HubRecord::value).orElse("none"));
    return hub.records()
        .compareAndSet(KEY, before.map(HubRecord::revision).orElse(0L), self, audit)
        .isPresent();
  }

  /**
   * Begins the hold, now that the session is open: steps that waited for it go on.
   *
   * @throws RouterHeldException if another process was faster
   */
  void confirm() {
    String holder = hub.records().get(KEY).map(HubRecord::value).orElse("");
    if (!holder.equals(self)) {
      throw new RouterHeldException(hub.name(), holder);
    }
    checked = System.nanoTime();
    begun.countDown();
  }

  /** Whether this process holds the hub, by what was read within the last second. */
  boolean isHeld() {
    if (!lost && System.nanoTime() - checked > TRUSTED_NANOS) {
      check();
    }
    return !lost;
  }

  private void check() {
    long now = System.nanoTime();
    if (hub.records().get(KEY).filter(record -> record.value().equals(self)).isPresent()) {
      checked = now;
    } else {
      lose();
    }
  }

  /** Notes that the hold is lost. */
  void lose() {
    lost = true;
    onLoss.run();
  }

  /**
   * Returns if this process holds the hub, and waits until it does if it is about to.
   *
   * @throws HoldLostException if it does not any more
   */
  void require() throws InterruptedException {
    begun.await();
    check();
    if (lost) {
      throw new HoldLostException("another router holds hub " + hub.name());
    }
  }

  /** Waits until this process has ended its work, or the thread is interrupted. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Lets go of those that wait for the end. */
  void end() {
    ended.countDown();
  }
}
