package dev.varve.versioning.slots;

import dev.varve.ExistingInstancePolicy;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.VarveConnection;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import dev.varve.versioning.slots.Deployment.Location;
import dev.varve.versioning.slots.SlotRecord.Seen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts instances on whichever deployment is production, without losing one or running one twice
 * across swaps. Thread-safe; an app has any number of fronts, in any processes.
 *
 * <p>A front reads the slot record some ten times a second, and has a session in the control hub by
 * which a swap waits for it. A start itself writes nothing there. A start that is on its way when a
 * swap begins is waited for; later ones are refused or held, as the record says.
 *
 * <p><b>What a front that stood still can do at worst.</b> A process that is stopped between its
 * decision where to start and the write of the start, for longer than the store takes it for alive,
 * no longer holds back a swap. When it goes on, that one start lands on the hub of the deployment
 * that was production when it was asked for, and is run there once, by the code of that deployment,
 * as long as a worker of it is live. If somebody gave it up and repeated it on another front in the
 * meantime, it runs in both. All later starts of the front wait until it has read the record anew.
 * With SQLite a stopped process counts as alive, so there a swap does not happen while it stands.
 */
public final class SlotFront implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotFront.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Slots slots;
  private final Duration patience;
  private final String name = UUID.randomUUID().toString();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Location, Opened> opened = new LinkedHashMap<>();
  private final Thread watch;

  // All below: guarded by the lock; the session and what belongs to it is changed by looks alone.
  private @Nullable WorkerSession session;
  private long provenAt;
  private long provenFor;
  private long answered;
  private @Nullable Seen known;
  private int onTheirWay;
  private boolean over;

  /** A store that starts go to. */
  private record Opened(Storage storage, VarveConnection connection) {}

  private SlotFront(Slots slots, Duration patience) {
    this.slots = slots;
    this.patience = patience;
    this.watch = Thread.ofVirtual().name("slot-front-" + slots.app()).unstarted(this::watch);
  }

  /**
   * Opens a front.
   *
   * @param patience how long a start that is held, or that finds the control hub out of reach,
   *     waits before it is refused
   */
  public static SlotFront open(Slots slots, Duration patience) {
    SlotFront front = new SlotFront(slots, patience);
    front.look();
    front.watch.start();
    return front;
  }

  /**
   * Starts an instance on production. An id that is taken there is left as it is, and so is one
   * that is taken on the other deployment's hub: so a start may be repeated under its id, also
   * across a swap.
   *
   * @param options the policy for an id that is taken does not count
   * @return the instance id
   * @throws StartsClosedException if starts are closed; nothing was written
   * @throws StorageException if the store fails; repeat the start under the same id
   */
  public String start(String function, @Nullable Object input, StartOptions options) {
    String given = options.instanceId();
    StartOptions fixed =
        (given == null ? options.withInstanceId(UUID.randomUUID().toString()) : options)
            .withExisting(ExistingInstancePolicy.keep());
    SlotState state = enter();
    try {
      if (given != null && isTaken(state, given)) {
        return given;
      }
      return client(location(state, Slot.PRODUCTION))
          .scheduleNewOrchestrationInstance(function, input, fixed);
    } finally {
      leave();
    }
  }

  private boolean isTaken(SlotState state, String id) {
    return state
        .in(Slot.STAGING)
        .map(Deployment::location)
        .map(this::opened)
        .flatMap(store -> store.connection().client().getInstanceMetadata(id))
        .isPresent();
  }

  /**
   * The client of the hub that has an instance, production's first.
   *
   * @return empty if neither has it
   */
  public Optional<VarveClient> clientOf(String instanceId) {
    SlotState state = slots.record().read().state();
    for (Slot slot : Slot.values()) {
      Optional<VarveClient> client =
          state.in(slot).map(deployment -> client(deployment.location()));
      if (client.isPresent() && client.get().getInstanceMetadata(instanceId).isPresent()) {
        return client;
      }
    }
    return Optional.empty();
  }

  private static Location location(SlotState state, Slot slot) {
    return state
        .in(slot)
        .map(Deployment::location)
        .orElseThrow(() ->
            new SlotRefusedException(slot.word() + " is empty; deploy to it before you start"));
  }

  private VarveClient client(Location location) {
    return opened(location).connection().client();
  }

  private Opened opened(Location location) {
    lock.lock();
    try {
      return opened.computeIfAbsent(
          location,
          wanted -> {
            Storage storage = slots.opener().open(wanted.store());
            return new Opened(
                storage, Varve.builder().sharedStorage(storage).hub(wanted.hub()).connect());
          });
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a start may go, and counts it as on its way. */
  private SlotState enter() {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (true) {
        if (over) {
          throw new IllegalStateException("this front is closed");
        }
        Seen seen = System.nanoTime() - provenAt <= provenFor ? known : null;
        if (seen != null && seen.state().starts() instanceof Starts.Open) {
          onTheirWay++;
          return seen.state();
        }
        if (left <= 0 || isRefused(seen)) {
          throw closed(seen);
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closed(known);
    } finally {
      lock.unlock();
    }
  }

  private static boolean isRefused(@Nullable Seen seen) {
    return seen != null
        && seen.state().starts() instanceof Starts.Closed closed
        && closed.mode() == ClosedMode.REFUSE;
  }

  private StartsClosedException closed(@Nullable Seen seen) {
    if (seen != null && seen.state().starts() instanceof Starts.Closed closed) {
      // A swap is over soon, a drain at its end at the latest.
      Duration hint = AGAIN;
      if (closed.cause().equals("drain")) {
        Duration left = Duration.between(slots.record().now(), closed.until());
        hint = left.compareTo(AGAIN) > 0 ? left : AGAIN;
      }
      return new StartsClosedException(slots.app(), "a " + closed.cause(), hint);
    }
    return new StartsClosedException(
        slots.app(), "want of the control hub, which cannot be read", AGAIN);
  }

  private void leave() {
    lock.lock();
    try {
      onTheirWay--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    try {
      while (!isOver()) {
        try {
          look();
        } catch (StorageException e) {
          LOG.warn("the control hub of '{}' cannot be read: {}", slots.app(), e.getMessage());
        }
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Proves this front alive, reads the record, and answers it if it is closed. */
  private void look() {
    WorkerSession live = proven();
    Seen seen = slots.record().reopenIfOverdue(slots.record().read());
    boolean answering;
    lock.lock();
    try {
      known = seen;
      changed.signalAll();
      answering =
          !over
              && seen.state().starts() instanceof Starts.Closed
              && onTheirWay == 0
              && answered < seen.revision();
    } finally {
      lock.unlock();
    }
    if (answering) {
      replace(live, seen.revision());
    }
  }

  /** The live session; a new one that has answered nothing if the one before was found dead. */
  private WorkerSession proven() {
    WorkerSession current = session;
    long now = System.nanoTime();
    if (current != null && now - provenAt < provenFor / 2) {
      return current;
    }
    if (current != null && current.renew()) {
      prove(current, now, answered);
      return current;
    }
    lock.lock();
    try {
      known = null; // what was read belongs to a session that is over
    } finally {
      lock.unlock();
    }
    return replace(current, 0);
  }

  private WorkerSession replace(@Nullable WorkerSession before, long revision) {
    long now = System.nanoTime();
    WorkerSession next = FrontSessions.open(slots.control(), slots.app(), name, revision);
    prove(next, now, revision);
    if (before != null) {
      before.close();
    }
    return next;
  }

  private void prove(WorkerSession live, long at, long revision) {
    Duration interval = live.renewalInterval();
    lock.lock();
    try {
      session = live;
      provenAt = at;
      provenFor = interval.isZero() ? Long.MAX_VALUE : interval.toNanos();
      answered = revision;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the starts that are on their way, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
      while (onTheirWay > 0) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    watch.interrupt();
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    WorkerSession last = session;
    if (last != null) {
      last.close();
    }
    for (Opened store : opened.values()) {
      store.connection().close();
      store.storage().close();
    }
  }
}
