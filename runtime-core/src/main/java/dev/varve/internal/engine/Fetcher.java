package dev.varve.internal.engine;

import dev.varve.internal.engine.EngineScheduler.Cancellable;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what is due: when the store hints, when the next timer is due, and now and then in case a
 * hint was lost. One fetch at a time.
 */
final class Fetcher {
  /** Due times are whole microseconds. */
  private static final Duration SOON = Duration.ofNanos(1_000);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final WorkerSession session;
  private final EngineScheduler scheduler;
  private final StoreTime time;
  private final Duration pollInterval;
  private final Supplier<FetchRequest> capacity;
  private final Consumer<FetchBatch> deliver;
  private final Runnable inDoubt;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ReentrantLock delivery = new ReentrantLock();
  private @Nullable Cancellable next; // touched by the one fetch that runs
  private boolean failing;

  /**
   * @param inDoubt told when a fetch may have claimed what did not arrive; none is made after it
   */
  Fetcher(
      WorkerSession session,
      EngineScheduler scheduler,
      StoreTime time,
      Duration pollInterval,
      Supplier<FetchRequest> capacity,
      Consumer<FetchBatch> deliver,
      Runnable inDoubt) {
    this.session = session;
    this.scheduler = scheduler;
    this.time = time;
    this.pollInterval = pollInterval;
    this.capacity = capacity;
    this.deliver = deliver;
    this.inDoubt = inDoubt;
  }

  /** Something may be due. Cheap; any thread. */
  void wakeUp() {
    if (stopped.get()) {
      return;
    }
    if (requests.getAndIncrement() == 0) {
      scheduler.background(this::fetch);
    }
  }

  /**
   * From its return on nothing is delivered, not even what a fetch brings that is under way: its
   * session may be over, and others may hold what it claimed.
   */
  void stop() {
    stopped.set(true);
    delivery.lock(); // one that has begun ends first
    delivery.unlock();
  }

  private void deliver(FetchBatch batch) {
    delivery.lock();
    try {
      if (!stopped.get()) {
        deliver.accept(batch);
      }
    } finally {
      delivery.unlock();
    }
  }

  /**
   * One loop runs at a time: it began when the requests rose from 0, and ends when it has met them
   * all.
   */
  private void fetch() {
    int met;
    do {
      met = requests.get();
      if (stopped.get()) {
        return;
      }
      Duration pause = fetchOnce();
      if (next != null) {
        next.cancel();
      }
      if (pause.isZero()) {
        met = 0;
      } else {
        next = scheduler.schedule(pause, this::wakeUp);
      }
    } while (requests.addAndGet(-met) != 0);
  }

  /**
   * Messages may have been handed out that did not arrive. Another fetch would bring those behind
   * them, and they would overtake.
   */
  private void doubt() {
    stop();
    inDoubt.run();
  }

  /** How long to wait for the next one, unless somebody asks for it; zero for at once. */
  private Duration fetchOnce() {
    try {
      long asked = time.ticks();
      FetchBatch batch = session.fetch(capacity.get());
      time.correct(batch.storeTime(), asked);
      deliver(batch);
      failing = false;
      return batch.more() && !batch.isEmpty() ? Duration.ZERO : pauseAfter(batch);
    } catch (StorageException e) {
      if (!failing) {
        EngineLog.log.warn("the store does not answer and is asked again: {}", e.getMessage());
      }
      failing = true;
      if (e.outcomeUnknown()) {
        doubt();
      }
    } catch (RuntimeException e) {
      EngineLog.log.error("a fetch failed; what it claimed is given up", e);
      doubt();
    }
    return pollInterval.compareTo(RETRY) < 0 ? pollInterval : RETRY;
  }

  private Duration pauseAfter(FetchBatch batch) {
    Duration longest = longestPause();
    Instant due = batch.nextDue().orElse(null);
    if (due == null || !due.isAfter(batch.storeTime())) {
      return longest; // what is due and did not come has no room here; whoever leaves asks
      // again
    }
    Duration until = Duration.between(time.now(), due);
    if (!until.isPositive()) {
      until = Duration.between(batch.storeTime(), due); // a clock here that is fast must not spin
    }
    return until.compareTo(longest) > 0 ? longest : until.plus(SOON);
  }

  /** Asking a store that knows better when it looks again would find nothing before. */
  private Duration longestPause() {
    Duration pause = session.pollInterval().orElse(pollInterval);
    return pause.compareTo(SOON) < 0 ? SOON : pause;
  }
}
