package dev.varve.jdbc;

import dev.varve.FunctionName;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.Release;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The hold of an engine of this process. What it owns is known here, so that commits need not read;
 * only the writer's thread changes that.
 */
final class JdbcSession implements WorkerSession {
  /** A look for work comes each second; with one so lately, nobody has to look for the dead. */
  private static final long GLANCE_MICROS = 1_500_000;

  private static final String CLAIMED =
      "SELECT a.activity FROM varve_activity a JOIN varve_session s ON s.session = a.session"
          + " WHERE a.session=? AND s.alive=1";

  private final JdbcHub hub;
  private final long id;
  private final SessionDescriptor descriptor;
  private final Map<Long, FunctionName> orchestrators;
  private final Map<Long, FunctionName> activities;
  private final Runnable wakeUp;
  private final Map<String, Owned> owned = new ConcurrentHashMap<>();
  private final Map<Long, Owned> ownedByKey = new ConcurrentHashMap<>();
  private final ReentrantLock fetchLock = new ReentrantLock();
  private final ConcurrentLinkedQueue<Consumed> consumed = new ConcurrentLinkedQueue<>();
  private volatile long allAliveAt = Long.MIN_VALUE / 2;
  private volatile boolean closed;

  /** Messages that are gone, and the ownership they were handed out in. */
  private record Consumed(Owned owned, List<Long> messages) {}

  JdbcSession(
      JdbcHub hub,
      long id,
      SessionDescriptor descriptor,
      Map<Long, FunctionName> orchestrators,
      Map<Long, FunctionName> activities,
      Runnable wakeUp) {
    this.hub = hub;
    this.id = id;
    this.descriptor = descriptor;
    this.orchestrators = Map.copyOf(orchestrators);
    this.activities = Map.copyOf(activities);
    this.wakeUp = wakeUp;
  }

  JdbcHub hub() {
    return hub;
  }

  SessionDescriptor descriptor() {
    return descriptor;
  }

  /** The lanes of the orchestrators it serves. */
  Collection<Long> orchestratorLanes() {
    return orchestrators.keySet();
  }

  /** The lanes of the activities it serves. */
  Collection<Long> activityLanes() {
    return activities.keySet();
  }

  boolean serves(FunctionName orchestrator) {
    return descriptor.orchestrators().contains(orchestrator);
  }

  boolean servesLane(long function) {
    return orchestrators.containsKey(function);
  }

  /** Whether it may still write (G2); writer's thread only. */
  boolean isAlive(WriteBatch batch) throws SQLException {
    return !closed && batch.isAlive(id);
  }

  @Nullable Owned owned(String instanceId) {
    return owned.get(instanceId);
  }

  @Nullable Owned ownedByKey(long instance) {
    return ownedByKey.get(instance);
  }

  Collection<Owned> allOwned() {
    return owned.values();
  }

  /** Takes in an instance or what is new about it; writer's thread only. */
  void own(Owned instance) {
    owned.put(instance.id(), instance);
    ownedByKey.put(instance.instance(), instance);
  }

  /** It is no longer this session's; writer's thread only. */
  void disown(Owned instance) {
    owned.remove(instance.id());
    ownedByKey.remove(instance.instance());
  }

  /** These messages are gone; their ids need not be remembered as handed out. */
  void forget(Owned instance, List<Long> messages) {
    consumed.add(new Consumed(instance, messages));
  }

  /**
   * Drops the ids that are gone from what was handed out. Called before a fetch reads, never later:
   * what that read sees no longer has these messages.
   */
  void dropConsumed() {
    for (Consumed c = consumed.poll(); c != null; c = consumed.poll()) {
      c.messages().forEach(c.owned().handed()::remove);
    }
  }

  /** A look for work saw that no session of the hub is dead. */
  void allAlive(long at) {
    allAliveAt = at;
  }

  void wakeUp() {
    if (!closed) {
      wakeUp.run();
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public FetchBatch fetch(FetchRequest request) {
    fetchLock.lock();
    Fetch fetch = new Fetch(this, request);
    try {
      return fetch.run();
    } catch (StorageException e) {
      // Something may have been handed out or claimed that the caller now never sees.
      throw new StorageException(String.valueOf(e.getMessage()), e, fetch.inDoubt());
    } finally {
      fetchLock.unlock();
    }
  }

  @Override
  public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
    return hub.database().writer().submit(new CommitOperation(this, EncodedCommit.of(commit)));
  }

  @Override
  public CompletionStage<List<Boolean>> complete(List<ActivityResult> results) {
    return hub.database().writer().submit(new CompleteOperation(this, results));
  }

  @Override
  public CompletionStage<CommitOutcome> release(Release release) {
    return hub.database().writer().submit(new ReleaseOperation(this, release));
  }

  @Override
  public void abandon(List<Long> activityIds) {
    hub.database().await(new AbandonOperation(this, List.copyOf(activityIds)));
  }

  @Override
  public Set<Long> stillHeld(Collection<Long> activityIds) {
    if (closed) {
      return Set.of();
    }
    Set<Long> held = new HashSet<>(activityIds);
    held.retainAll(hub.database().readers().read("look after activities", this::claimed));
    return held;
  }

  private Set<Long> claimed(Statements connection) throws SQLException {
    PreparedStatement select = connection.prepare(CLAIMED);
    select.setLong(1, id);
    Set<Long> claimed = new HashSet<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        claimed.add(row.getLong(1));
      }
    }
    return claimed;
  }

  @Override
  public boolean renew() {
    return !closed && hub.database().await(new RenewOperation(hub.database().liveness(), id));
  }

  /** One that has ended tells so at once. */
  @Override
  public Duration renewalInterval() {
    return closed ? Duration.ZERO : hub.database().liveness().rest();
  }

  @Override
  public int recover(int maxInstances) {
    if (maxInstances < 1) {
      throw new IllegalArgumentException(
          "a slice of " + maxInstances + " is out of range; use 1 or more");
    }
    if (closed) {
      return 0;
    }
    if (hub.database().clock().micros() - allAliveAt < GLANCE_MICROS) {
      return 0;
    }
    List<Long> dead = hub.database().liveness().deadOf(hub.key());
    return dead.isEmpty()
        ? 0
        : hub.database().await(new RecoverOperation(hub, new ArrayList<>(dead), maxInstances));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    hub.database().await(new CloseSessionOperation(this));
    closed = true;
    hub.remove(this);
    owned.clear();
    ownedByKey.clear();
    hub.database().liveness().end(id);
  }

  /** The storage was closed over it: it counts as died. */
  void abandonAsDead() {
    closed = true;
    hub.remove(this);
    hub.database().liveness().drop(id);
  }
}
