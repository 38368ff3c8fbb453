package dev.varve.storage;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A session of a hub in memory. Its fields are guarded by the hub's lock. */
final class MemorySession implements WorkerSession {
  final WakeQueue queue = new WakeQueue();
  final Set<MemoryInstance> owned = new LinkedHashSet<>();
  final Map<Long, MemoryActivity> activities = new HashMap<>();
  private final MemoryHub hub;
  private final long id;
  private final SessionDescriptor descriptor;
  private final Runnable wakeUp;
  final long startedAt;
  long seenAt;
  boolean live = true;

  MemorySession(
      MemoryHub hub, long id, SessionDescriptor descriptor, Runnable wakeUp, long startedAt) {
    this.hub = hub;
    this.id = id;
    this.descriptor = descriptor;
    this.wakeUp = wakeUp;
    this.startedAt = startedAt;
    this.seenAt = startedAt;
  }

  SessionDescriptor descriptor() {
    return descriptor;
  }

  Runnable wakeUp() {
    return wakeUp;
  }

  /** Whether this session may run the instance's code: it serves it and its build did not fail. */
  boolean runs(MemoryInstance instance) {
    return descriptor.orchestrators().contains(instance.function)
        && !instance.failedBuilds.contains(descriptor.build());
  }

  SessionRow row() {
    return new SessionRow(
        id, descriptor, MemoryClock.instant(startedAt), MemoryClock.instant(seenAt));
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public FetchBatch fetch(FetchRequest request) {
    return hub.locked(tables ->
        live
            ? new MemoryFetch(tables, this, request).run()
            : MemoryFetch.nothing(tables.clock.now()));
  }

  @Override
  public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
    return done(tables -> new MemoryCommits(tables).commit(this, commit));
  }

  @Override
  public CompletionStage<List<Boolean>> complete(List<ActivityResult> results) {
    return done(tables ->
        results.stream().map(result -> new MemoryMail(tables).complete(this, result)).toList());
  }

  @Override
  public CompletionStage<CommitOutcome> release(Release release) {
    return done(tables -> new MemoryCommits(tables).release(this, release));
  }

  @Override
  public void abandon(List<Long> activityIds) {
    hub.run(tables -> {
      for (long activityId : activityIds) {
        MemoryActivity activity = live ? tables.activities.claimedBy(this, activityId) : null;
        if (activity != null) {
          tables.activities.giveBack(activity, false);
        }
      }
    });
  }

  @Override
  public Set<Long> stillHeld(Collection<Long> activityIds) {
    return hub.locked(tables -> {
      Set<Long> held = new HashSet<>(activityIds);
      held.retainAll(live ? activities.keySet() : Set.of());
      return held;
    });
  }

  @Override
  public boolean renew() {
    return hub.locked(tables -> {
      seenAt = tables.clock.now();
      return live;
    });
  }

  @Override
  public int recover(int maxInstances) {
    return hub.locked(tables -> live ? new MemoryRecovery(tables).recover(maxInstances) : 0);
  }

  @Override
  public void close() {
    hub.run(tables -> {
      if (live) {
        live = false;
        tables.sessions.end(this, false);
        new MemoryRecovery(tables).releaseAll(this);
      }
    });
  }

  /** Ends without releasing anything, as if the process had died. */
  void crash() {
    hub.run(tables -> {
      if (live) {
        live = false;
        tables.sessions.end(this, true);
      }
    });
  }

  private <T> CompletionStage<T> done(Function<MemoryTables, T> action) {
    return CompletableFuture.completedFuture(hub.locked(action));
  }
}
