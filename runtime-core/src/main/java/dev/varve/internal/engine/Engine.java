package dev.varve.internal.engine;

import dev.varve.CurrentVersions;
import dev.varve.DataConverter;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryTurn;
import dev.varve.internal.engine.EngineScheduler.Cancellable;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.Release;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.StorageCapabilities;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker on one hub: opens a session, fetches what is due, moves residents, runs activities,
 * shows that it is alive, takes over from the dead. Thread-safe.
 *
 * <p>One class of over 500 lines, since starting, fetching, keeping house and ending all turn on
 * which session is in force, and must be read together.
 */
public final class Engine implements AutoCloseable, ClientHost, Resident.Host {
  private static final int CLAIM_SLICE = 1_000;
  private static final int RECOVERY_SLICE = 1_000;
  private static final int HISTORY_TURNS = 200;
  private static final Duration GIVE_BACK = Duration.ofSeconds(5);

  private final Core core;
  private final FunctionBoard board;
  private final Resolver resolver;
  private final Residents residents;
  private final ActivityPool activities;
  private final Watchdog watchdog;
  private final PutOffStarts putOffStarts;
  private final QueuedActivities queuedActivities;
  private final ReentrantLock shiftLock = new ReentrantLock();
  private volatile Shift shift;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile Consumer<String> goneListener = id -> {};
  private volatile boolean sessionInDoubt;

  /** The session that others were found to have taken for dead. */
  private volatile @Nullable WorkerSession dead;

  private volatile boolean draining;
  private volatile boolean closed;
  private volatile Cancellable housekeeping = () -> {};
  private volatile Cancellable renewing = () -> {};
  private volatile boolean failing;
  // Touched by who renews only:
  private long lastRenewal;
  // Touched by the one housekeeper only:
  private long lastLook;
  private boolean beginningAnew;

  /** What belongs to one session. A new one begins when the old one was found dead by others. */
  private record Shift(WorkerSession session, CommitPipe commits, Fetcher fetcher) {}

  public Engine(
      HubStore hub,
      StorageCapabilities capabilities,
      Registry registry,
      CurrentVersions currentVersions,
      DataConverter converter,
      EngineSettings settings,
      Ports ports) {
    StoreTime time = new StoreTime(ports.clock(), hub.now());
    this.core = new Core(hub, capabilities, registry, converter, ports, settings, time);
    this.board = new FunctionBoard(hub, registry.known(), ports);
    VersionLedger ledger = new VersionLedger(hub.records(), settings.worker());
    this.resolver = new Resolver(registry, currentVersions, board, ledger);
    this.putOffStarts = new PutOffStarts(core, currentVersions);
    this.residents = new Residents(settings.maxResidentInstances(), settings.maxResidentBytes());
    this.activities = new ActivityPool(settings.maxConcurrentActivities());
    this.queuedActivities = new QueuedActivities(core, activities, this::checkDrained);
    this.watchdog = new Watchdog(residents, ports.clock(), settings.stuckTurnAfter());
    this.shift = openShift();
  }

  /** Begins to work. */
  public void start() {
    lastRenewal = core.ports().clock().nanoTime();
    lastLook = lastRenewal;
    keepAlive();
    try {
      recover();
    } catch (RuntimeException e) {
      endAfter(e);
      throw e;
    }
    shift.fetcher().wakeUp();
    keepHouse();
  }

  /** Leaves no session behind that would claim work for an engine nobody has. */
  private void endAfter(RuntimeException failure) {
    closed = true;
    renewing.cancel();
    shift.fetcher().stop();
    try {
      shift.session().close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    core.ports().scheduler().close();
  }

  private Shift openShift() {
    SessionDescriptor descriptor =
        new SessionDescriptor(
            core.settings().worker(),
            core.registry().orchestrators().keySet(),
            core.registry().activities().keySet(),
            core.settings().build(),
            Set.of(HistoryCodec.FORMAT));
    WorkerSession session = core.hub().openSession(descriptor, this::wakeUp);
    CommitPipe commits =
        new CommitPipe(core.hub(), session, core.ports().scheduler(), resolver, this::checkDrained);
    Fetcher fetcher =
        new Fetcher(
            session,
            core.ports().scheduler(),
            core.time(),
            core.settings().rhythm().poll(),
            this::capacity,
            this::deliver,
            () -> sessionInDoubt = true);
    return new Shift(session, commits, fetcher);
  }

  private void wakeUp() {
    Shift current = shift;
    if (current != null) {
      current.fetcher().wakeUp();
    }
  }

  // ---- starting ----

  @Override
  public Resolver resolver() {
    return resolver;
  }

  @Override
  public KnownFunctions known() {
    return board.known();
  }

  @Override
  public Core core() {
    return core;
  }

  @Override
  public Instant now() {
    return core.time().now();
  }

  /**
   * {@inheritDoc} If this engine can run it, its first turn runs at once and its commit follows
   * that of the start; the answer does not wait for it.
   */
  @Override
  public CompletableFuture<StartOutcome> start(NewInstance instance, boolean atOnce) {
    Resident resident = atOnce ? admit(instance) : null;
    if (resident == null) {
      return submit(instance);
    }
    NewInstance owned =
        new NewInstance(
            instance.instanceId(),
            instance.started(),
            instance.at(),
            instance.commitId(),
            instance.due(),
            instance.existing(),
            OptionalLong.of(shift.session().id()));
    EagerStart start = new EagerStart(core.hub(), owned);
    var unused =
        start
            .outcome()
            .whenComplete((started, failure) -> {
              if (!(started instanceof StartOutcome.Started)) {
                resident.lost();
                gone(resident);
              }
              if (failure instanceof StorageException s && s.outcomeUnknown()) {
                // If it took effect all the same, the instance is ours; whoever fetches next has
                // it.
                commits().release(new Release(resident.id(), List.of(), Optional.empty(), true));
              }
            });
    if (core.capabilities().durable() && core.ports().scheduler().isConcurrent()) {
      start.within(core.ports().scheduler());
    } else {
      start.submit(); // there is no write to share
    }
    if (!resident.isOver()) {
      HistoryTurn first =
          new HistoryTurn(
              1, owned.at(), owned.commitId(), false, List.of(owned.started()), List.of());
      core.ports().scheduler().execute(() -> resident.begin(first, start::submit));
    }
    return start.outcome();
  }

  private @Nullable Resident admit(NewInstance instance) {
    FunctionName function = instance.started().function();
    if (draining
        || residents.room() == 0
        || !core.registry().orchestrators().containsKey(function)) {
      return null;
    }
    Resident resident =
        new Resident(
            instance.instanceId(), function, OrchestrationRuntimeStatus.RUNNING, core, this);
    return residents.add(resident) ? resident : null;
  }

  private CompletableFuture<StartOutcome> submit(NewInstance instance) {
    return core.hub().start(List.of(instance)).thenApply(List::getFirst).toCompletableFuture();
  }

  // ---- fetching ----

  private FetchRequest capacity() {
    boolean open = !draining;
    return new FetchRequest(
        open ? Math.min(CLAIM_SLICE, residents.room()) : 0,
        open ? Math.min(CLAIM_SLICE, activities.room()) : 0,
        HISTORY_TURNS);
  }

  private void deliver(FetchBatch batch) {
    for (FetchBatch.Delivery delivery : batch.delivered()) {
      residents
          .find(delivery.instanceId())
          .ifPresent(resident -> resident.post(delivery.messages()));
    }
    for (ClaimedInstance claimed : batch.claimed()) {
      claim(claimed);
    }
    for (QueuedActivity activity : batch.activities()) {
      queuedActivities.run(activity, shift.session(), shift.commits());
    }
    if (residents.room() == 0) {
      residents.trim();
    }
  }

  private void claim(ClaimedInstance claimed) {
    commits().claimed(claimed.instanceId());
    Resident resident =
        new Resident(claimed.instanceId(), claimed.function(), claimed.status(), core, this);
    Resident before = replace(resident);
    if (before != null) {
      before.lost();
    }
    if (draining) {
      resident.askToLeave();
    }
    core.ports().scheduler().execute(() -> resident.begin(claimed));
  }

  /** The store says it is ours anew, so what was here under its id is out of date. */
  private @Nullable Resident replace(Resident resident) {
    Resident before = residents.find(resident.id()).orElse(null);
    if (before != null) {
      residents.remove(before);
    }
    residents.add(resident);
    return before;
  }

  // ---- keeping house ----

  private void keepHouse() {
    housekeeping = again(core.settings().rhythm().housekeeping(), this::tick, this::keepHouse);
  }

  /** Apart from all else, which may have to wait longer than this worker is taken for alive. */
  private void keepAlive() {
    renewing = again(core.settings().rhythm().renew(), this::renew, this::keepAlive);
  }

  private Cancellable again(Duration pause, Runnable work, Runnable next) {
    return core.ports()
        .scheduler()
        .schedule(
            pause,
            () -> {
              if (closed) {
                return;
              }
              try {
                work.run();
              } catch (StorageException e) {
                outage(e);
              } catch (RuntimeException e) {
                EngineLog.log.error("housekeeping failed and goes on", e);
              }
              if (!closed) {
                next.run();
              }
            });
  }

  /** One line for an outage, however long it is. */
  private void outage(StorageException e) {
    if (!failing) {
      EngineLog.log.warn("the store does not answer: {}", e.getMessage());
    }
    failing = true;
  }

  private void tick() {
    watchdog.check();
    core.ports().scheduler().stuckTurns(watchdog.stuckTurns());
    residents.trim();
    long now = core.ports().clock().nanoTime();
    boolean lost = sessionInDoubt || isTakenForDead();
    if (lost || now - lastLook >= core.settings().rhythm().renew().toNanos()) {
      lastLook = now;
      if (lost) {
        beginAnew();
      }
      recover();
      putOffStarts.look();
      failing = false;
    }
    queuedActivities.cancelUnwanted(shift.session());
  }

  private void renew() {
    WorkerSession session = shift.session();
    long now = core.ports().clock().nanoTime();
    if (now - lastRenewal >= session.renewalInterval().toNanos()) {
      if (!session.renew()) {
        dead = session;
      }
      lastRenewal = now;
    }
  }

  @SuppressWarnings("ReferenceEquality") // a session is nothing but itself
  private boolean isTakenForDead() {
    return dead == shift.session();
  }

  private void recover() {
    while (shift.session().recover(RECOVERY_SLICE) > 0) {
      shift.fetcher().wakeUp();
    }
  }

  /**
   * Gives up what it held and opens another session: others took this engine for dead, or a fetch
   * claimed what never arrived here. If the store fails meanwhile, this is done again later.
   */
  private void beginAnew() {
    if (!beginningAnew) {
      EngineLog.log.warn(
          "this worker {}; it gives up what it held and begins anew",
          isTakenForDead()
              ? "was taken for dead, most likely after a long pause"
              : "does not know what a failed fetch has claimed");
    }
    beginningAnew = true;
    sessionInDoubt = true;
    Shift old = shift;
    old.fetcher().stop();
    List<Resident> lost = new ArrayList<>(residents.all());
    lost.forEach(Resident::lost);
    lost.forEach(this::gone);
    queuedActivities.cancelAll();
    old.commits().end();
    old.session().close();
    Shift next = openShift();
    if (!takeUp(next)) {
      next.session().close();
      return;
    }
    sessionInDoubt = false;
    beginningAnew = false;
    next.fetcher().wakeUp();
    checkDrained();
  }

  /** False if the engine was closed meanwhile: nobody would end the session. */
  private boolean takeUp(Shift next) {
    shiftLock.lock();
    try {
      if (!closed) {
        shift = next;
      }
      return !closed;
    } finally {
      shiftLock.unlock();
    }
  }

  // ---- what residents need ----

  @Override
  public CommitPipe commits() {
    return shift.commits();
  }

  @Override
  public ActivityPool activities() {
    return activities;
  }

  @Override
  public boolean isDraining() {
    return draining;
  }

  @Override
  public void gone(Resident resident) {
    boolean full = residents.room() == 0;
    residents.remove(resident);
    if (full) {
      wakeUp();
    }
    goneListener.accept(resident.id());
    checkDrained();
  }

  @Override
  public void onGone(Consumer<String> listener) {
    goneListener = listener;
  }

  @Override
  public boolean isResident(String instanceId) {
    return residents.find(instanceId).isPresent();
  }

  /** How many turns take too long now. */
  public int stuckTurns() {
    return watchdog.stuckTurns();
  }

  /** How many instances are in memory. */
  public int residentInstances() {
    return residents.size();
  }

  // ---- ending ----

  /**
   * Drains: takes nothing new, lets turns and activities end for as long as the drain timeout,
   * gives everything back, and ends the session.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    // Whoever is told to stop by an interrupt closes what he has, and must not lose it by that.
    boolean interrupted = Thread.interrupted();
    try {
      drain();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void drain() {
    draining = true;
    residents.all().forEach(Resident::askToLeave);
    checkDrained();
    boolean inTime = core.ports().scheduler().await(drained, core.settings().drainTimeout());
    Shift last = lastShift();
    housekeeping.cancel();
    renewing.cancel();
    last.fetcher().stop();
    if (!inTime) {
      giveBack();
    }
    last.commits().end();
    endSession(last.session());
    core.ports().scheduler().close();
  }

  /** From here on no other session comes. */
  private Shift lastShift() {
    shiftLock.lock();
    try {
      closed = true;
      return shift;
    } finally {
      shiftLock.unlock();
    }
  }

  /** A store that does not answer must not keep the process from ending. */
  private void endSession(WorkerSession session) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    core.ports()
        .scheduler()
        .background(() -> {
          try {
            session.close();
          } catch (RuntimeException e) {
            EngineLog.log.warn(
                "the session could not be ended, and others will find it dead: {}", e.getMessage());
          } finally {
            ended.complete(null);
          }
        });
    if (!core.ports().scheduler().await(ended, GIVE_BACK)) {
      EngineLog.log.warn("the store does not answer; others will find the session dead");
    }
  }

  private void checkDrained() {
    if (draining && residents.isEmpty() && queuedActivities.isEmpty() && commits().isQuiet()) {
      drained.complete(null);
    }
  }

  private void giveBack() {
    EngineLog.log.warn(
        "{} instances and {} queued activities were still busy after {}; they are given back and the activities"
            + " run again elsewhere",
        residents.size(),
        queuedActivities.size(),
        core.settings().drainTimeout());
    residents.all().forEach(Resident::abandon);
    queuedActivities.cancelAll();
    checkDrained();
    core.ports().scheduler().await(drained, GIVE_BACK);
    residents.all().forEach(Resident::lost);
  }
}
