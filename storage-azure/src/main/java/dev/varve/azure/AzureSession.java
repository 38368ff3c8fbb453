package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.azure.HeldActivities.Held;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.Release;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hold of an engine of this process on a hub. */
final class AzureSession implements WorkerSession {
  private static final Logger LOG = LoggerFactory.getLogger(AzureSession.class);

  private final AzureHub hub;
  private final HubParts parts;
  private final Work work;
  private final long id;
  private final SessionDescriptor descriptor;
  private final Runnable wakeUp;
  private final Homes homes;
  private final Set<String> lanes;
  private final Holdings holdings;
  private final HeldActivities activities;
  private final Alarms alarms;
  private final Set<String> suspects = ConcurrentHashMap.newKeySet();
  private final Rhythm rhythm;
  private final Rhythm bell;
  private final Fetch fetch;
  private final ReentrantLock fetchLock = new ReentrantLock();
  private volatile boolean over;

  /** The parts that carry out what a session is asked for. */
  record Work(
      Turns turns,
      Releases releases,
      Claims claims,
      Activities activities,
      ActivityQueue queue,
      Outbox outbox,
      Recovery recovery,
      Repairs repairs,
      Quarantine quarantine) {}

  AzureSession(
      AzureHub hub,
      HubParts parts,
      Work work,
      long id,
      SessionDescriptor descriptor,
      Runnable wakeUp,
      Homes homes) {
    this.hub = hub;
    this.parts = parts;
    this.work = work;
    this.id = id;
    this.descriptor = descriptor;
    this.wakeUp = wakeUp;
    this.homes = homes;
    this.lanes = new HashSet<>(parts.lanes().servedBy(descriptor));
    descriptor.activities().forEach(function -> lanes.add(Lanes.activities(function)));
    this.activities = new HeldActivities(parts.clock()::nanos);
    this.holdings = new Holdings(parts.sessionRows(), id);
    this.alarms = new Alarms(parts.ownership());
    this.rhythm = Rhythm.looking(parts.clock()::nanos, hub.settings().longestInterval());
    this.bell = Rhythm.listening(parts.clock()::nanos, hub.settings().longestInterval());
    this.fetch =
        new Fetch(
            parts, this, work.claims(), work.activities(), work.queue(), hub.executor(), rhythm);
  }

  @Override
  public long id() {
    return id;
  }

  SessionDescriptor descriptor() {
    return descriptor;
  }

  boolean isOver() {
    return over;
  }

  /** Whether this session may run the instance's code: it serves it and its build did not fail. */
  boolean runs(InstanceState state) {
    return descriptor.orchestrators().contains(state.row.function())
        && !state.failedBuilds.contains(descriptor.build());
  }

  boolean looksAt(String lane) {
    return lanes.contains(lane);
  }

  void wakeUp() {
    if (!over) {
      wakeUp.run();
    }
  }

  HeldActivities activities() {
    return activities;
  }

  /** Before a claim: writes down what is claimed. False if the session was found dead. */
  boolean hold(String instanceId) {
    return alive(holdings.hold(instanceId));
  }

  boolean hold(List<Held> claims) {
    return alive(holdings.hold(claims, claims.getFirst().instanceId()));
  }

  /** Whether it has room to run an activity of this function now. */
  boolean keeps(FunctionName function) {
    return descriptor.activities().contains(function) && activities.takeRoom();
  }

  /**
   * Takes in an activity that a turn of an owned instance gave to this session.
   *
   * @param etag of its row; nothing if that is not known
   */
  void keep(String instanceId, TaskEntry task, String etag) {
    String known =
        etag.isEmpty() ? work.activities().etag(instanceId, task.key()).orElse("") : etag;
    activities.keep(new Held(instanceId, task, known, true));
    wakeUp();
  }

  /** Takes in what was read of an owned instance: some may have come with a turn in doubt. */
  void keepUnknown(Owned owned) {
    for (TaskEntry task : owned.tasks.values()) {
      if (task.claimer() == id && activities.find(task.id()).isEmpty()) {
        keep(owned.id, task, task.etag());
      }
    }
  }

  /** Writes down what the hold of an instance stood for, before it ends; false if dead. */
  boolean holdKept(String instanceId) {
    List<Held> kept = activities.keptOf(instanceId);
    if (kept.isEmpty()) {
      return true;
    }
    boolean held = alive(holdings.hold(kept, instanceId)) || over;
    kept.forEach(activities::notKept);
    return held;
  }

  /** An activity is over. */
  void done(Held held) {
    boolean row = !activities.find(held.task().id()).map(Held::kept).orElse(held.kept());
    activities.remove(held.task().id());
    if (row) {
      letGo(Keys.activity(held.task().id()));
    }
  }

  private boolean alive(boolean held) {
    if (!held) {
      foundDead();
    }
    return held && !over;
  }

  private void foundDead() {
    if (!over) {
      LOG.warn("session {} of hub '{}' was found dead; it changes nothing more", id, hub.name());
      end();
    }
  }

  private void end() {
    over = true;
    hub.remove(this);
    parts.ownership().forget(this);
  }

  void letGo(String key) {
    holdings.letGo(key);
  }

  /** Something may be due for the instance sooner than what was. */
  void setAlarm(Owned instance) {
    if (alarms.set(instance)) {
      wakeUp();
    }
  }

  /** A message came for an owned instance. */
  void received(Owned instance, InboxEntry entry) {
    if (instance.mailbox.add(entry)) {
      boolean unused = alarms.set(instance);
      wakeUp();
    }
  }

  List<FetchBatch.Delivery> deliverDue(long now, Set<String> later) {
    return alarms.deliver(now, later);
  }

  long nextAlarm() {
    return alarms.next();
  }

  /** Something about an instance is in doubt: the next fetch looks at it again. */
  void suspect(String instanceId) {
    suspects.add(instanceId);
    wakeUp();
  }

  List<String> takeSuspects() {
    List<String> taken = List.copyOf(suspects);
    taken.forEach(suspects::remove);
    return taken;
  }

  /** Reads an instance anew, and carries out what its commits did to others. */
  CompletableFuture<Boolean> lookAgain(String instanceId) {
    return parts
        .strands()
        .submit(instanceId, () -> refreshed(instanceId))
        .thenCompose(outgoing -> work.outbox().carryOut(instanceId, outgoing))
        .handle((ignored, failure) -> {
          if (failure != null) {
            suspects.add(instanceId); // at the next look, without being woken for it
          }
          return failure == null;
        });
  }

  private List<Loaded.Outgoing> refreshed(String instanceId) {
    Optional<Loaded> read = parts.reader().load(instanceId);
    Owned owned = parts.ownership().find(this, instanceId);
    if (owned != null) {
      Owned unused = parts.ownership().refresh(owned, read, parts.tables());
    }
    read.ifPresent(found -> {
      parts.projection().repair(found.state());
      if (owned != null) {
        boolean unused = work.quarantine().parked(this, found.state(), found.damage());
      }
    });
    List<Loaded.Outgoing> outgoing = read.map(Loaded::outbox).orElse(List.of());
    if (outgoing.isEmpty()) {
      parts.ownership().settled(instanceId);
    }
    return outgoing;
  }

  @Override
  public FetchBatch fetch(FetchRequest request) {
    fetchLock.lock();
    try {
      return over ? nothing() : fetch.run(request);
    } finally {
      fetchLock.unlock();
    }
  }

  private FetchBatch nothing() {
    return new FetchBatch(
        Micros.instant(parts.clock().now()),
        List.of(),
        List.of(),
        List.of(),
        false,
        Optional.empty());
  }

  @Override
  public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
    return Stages.plain(work.turns().commit(this, commit));
  }

  @Override
  public CompletionStage<List<Boolean>> complete(List<ActivityResult> results) {
    List<CompletableFuture<Boolean>> under = new ArrayList<>();
    for (ActivityResult result : results) {
      Optional<Held> held = activities.find(result.activityId());
      under.add(
          over || held.isEmpty()
              ? CompletableFuture.completedFuture(false)
              : parts
                  .strands()
                  .submit(held.get().instanceId(), () -> work.activities().complete(this, result)));
    }
    return Stages.all(under);
  }

  @Override
  public CompletionStage<CommitOutcome> release(Release release) {
    return Stages.plain(
        parts.strands().submit(release.instanceId(), () -> work.releases().release(this, release)));
  }

  @Override
  public void abandon(List<Long> activityIds) {
    if (!over) {
      giveBack(activityIds.stream().flatMap(one -> activities.find(one).stream()).toList());
    }
  }

  private void giveBack(List<Held> claimed) {
    List<CompletableFuture<Boolean>> under = new ArrayList<>();
    for (Held held : claimed) {
      under.add(
          parts
              .strands()
              .submit(
                  held.instanceId(),
                  () -> {
                    boolean given = work.activities().giveBack(held, false);
                    done(held);
                    return given;
                  }));
    }
    under.forEach(Fetch::join);
  }

  @Override
  public Set<Long> stillHeld(Collection<Long> activityIds) {
    Set<Long> still = new HashSet<>();
    if (over) {
      return still;
    }
    for (long activityId : activityIds) {
      Optional<Held> held = activities.find(activityId);
      if (held.isPresent() && isStillHeld(held.get())) {
        still.add(activityId);
      }
    }
    return still;
  }

  /** What this process cancels is known here; what others do is looked for now and then. */
  private boolean isStillHeld(Held held) {
    if (activities.isToBeChecked(held) && !work.activities().isStillHeld(held)) {
      done(held);
    }
    return activities.find(held.task().id()).isPresent();
  }

  /** An activity was cancelled by this process, or has nobody any more who waits for it. */
  void voided(TaskEntry task) {
    activities.find(task.id()).ifPresent(this::done);
  }

  @Override
  public boolean renew() {
    if (over) {
      return false;
    }
    if (!hub.renew(id)) {
      foundDead();
      return false;
    }
    holdings.deleteOver();
    tendHomes();
    if (homes.mine().contains(0)) { // one worker of the hub is enough
      Behind.tidy("repairing rows", work.repairs()::goOnIfDue);
    }
    return true;
  }

  /** Takes in what sessions of other processes have told, if it is time to. */
  void listen() {
    if (bell.isDue() && parts.signals().hear(id)) {
      bell.found();
    }
  }

  private void tendHomes() {
    try {
      homes.tendIfDue(this::isIdle);
    } catch (StorageException e) {
      LOG.debug("the homes of session {} are tended again with its next renewal", id, e);
    }
  }

  private boolean isIdle(int partition) {
    return parts.ownership().of(this).stream()
        .noneMatch(owned -> parts.lanes().partition(owned.id) == partition);
  }

  /** Whether this session looks first at what waits where this instance belongs. */
  boolean isAtHome(String instanceId) {
    Set<Integer> mine = homes.mine();
    return !mine.isEmpty() && mine.contains(parts.lanes().partition(instanceId));
  }

  @Override
  public Duration renewalInterval() {
    return over ? Duration.ZERO : hub.settings().lease().dividedBy(3);
  }

  @Override
  public int recover(int maxInstances) {
    if (maxInstances < 1) {
      throw new IllegalArgumentException(
          "a slice of " + maxInstances + " is out of range; use 1 or more");
    }
    return over ? 0 : work.recovery().recover(maxInstances);
  }

  /** Until it looks at all its lanes without being told to. */
  @Override
  public Optional<Duration> pollInterval() {
    Duration look = rhythm.untilNext();
    Duration listen = bell.untilNext();
    return over ? Optional.empty() : Optional.of(look.compareTo(listen) < 0 ? look : listen);
  }

  /** What fails to be released is left to whoever recovers the session. */
  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    fetchLock.lock(); // what a fetch that is under way still claims is given up as well
    fetchLock.unlock();
    boolean released = true;
    List<CompletableFuture<CommitOutcome>> under =
        parts.ownership().of(this).stream().map(this::giveUp).toList();
    for (CompletableFuture<CommitOutcome> one : under) {
      released &= isDone(one);
    }
    try {
      homes.leave();
      giveBack(List.copyOf(activities.all().values()));
      if (released && !parts.ownership().isLeaving(this) && leave()) {
        parts.doorbell().close(id);
      } else {
        parts.sessionRows().die(id);
        work.recovery().lookSoon();
      }
    } catch (StorageException e) {
      LOG.warn(
          "session {} could not release all it held; others recover it: {}", id, e.getMessage());
    } finally {
      end();
    }
  }

  private boolean leave() {
    holdings.deleteOver();
    return parts.sessionRows().leave(id);
  }

  private CompletableFuture<CommitOutcome> giveUp(Owned owned) {
    Release due = new Release(owned.id, List.of(), Optional.empty(), true);
    return parts.strands().submit(owned.id, () -> work.releases().giveUp(this, due));
  }

  private boolean isDone(CompletableFuture<CommitOutcome> release) {
    try {
      CommitOutcome ignored = Fetch.join(release);
      return true;
    } catch (StorageException e) {
      LOG.warn("an instance could not be released; others recover it: {}", e.getMessage());
      return false;
    }
  }

  /** The storage was closed over it: it counts as died. */
  void abandonAsDead() {
    end();
    try {
      parts.sessionRows().die(id);
      work.recovery().lookSoon();
    } catch (StorageException e) {
      LOG.debug("session {} is found dead by others once its lease is over", id, e);
    }
  }
}
