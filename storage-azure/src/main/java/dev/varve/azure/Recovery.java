package dev.varve.azure;

import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds sessions that died and makes what they held claimable (G12). A session is dead once its row
 * has stayed as it is for the time of the lease, by the monotonic clock of this process.
 * Thread-safe.
 */
final class Recovery {
  private static final int ATTEMPTS = 10;
  private static final int LOOKS_PER_LEASE = 4;

  private final HubParts parts;
  private final Claims claims;
  private final Activities activities;
  private final Outbox outbox;
  private final Duration lease;
  private final Map<Long, Seen> seen = new HashMap<>();
  private long lastLook;
  private volatile boolean soon = true;

  /** In which state a session was found, and when first. */
  private record Seen(String etag, long nanos) {}

  Recovery(HubParts parts, Claims claims, Activities activities, Outbox outbox, Duration lease) {
    this.parts = parts;
    this.claims = claims;
    this.activities = activities;
    this.outbox = outbox;
    this.lease = lease;
  }

  /** Recovers a slice of what the dead held; returns its size. */
  synchronized int recover(int max) {
    long now = parts.clock().nanos();
    if (!soon && now - lastLook < lease.toNanos() / LOOKS_PER_LEASE) {
      return 0;
    }
    soon = true; // unless this comes to its end and finds nothing
    lastLook = now;
    int recovered = lookAt(max);
    soon = recovered > 0;
    return recovered;
  }

  /** Somebody of this process has died: the next call looks. */
  void lookSoon() {
    soon = true;
  }

  private int lookAt(int max) {
    int recovered = 0;
    for (SessionRows.Known session : dead()) {
      if (recovered < max && parts.sessionRows().bury(session)) {
        recovered += recover(session.row().id(), max - recovered);
      }
    }
    return recovered;
  }

  private List<SessionRows.Known> dead() {
    List<SessionRows.Known> dead = new ArrayList<>();
    Map<Long, Seen> now = new HashMap<>();
    for (SessionRows.Known session : parts.sessionRows().all()) {
      long id = session.row().id();
      Seen before = seen.get(id);
      Seen known =
          before != null && before.etag().equals(session.etag())
              ? before
              : new Seen(session.etag(), parts.clock().nanos());
      now.put(id, known);
      if (session.dead() || parts.clock().nanos() - known.nanos() > lease.toNanos()) {
        dead.add(session);
      }
    }
    seen.clear();
    seen.putAll(now);
    return dead;
  }

  private int recover(long dead, int max) {
    int recovered = 0;
    while (true) {
      List<Row> held =
          parts.sessionRows().held(dead, 1_000).stream()
              .filter(row -> Keys.isOwn(row.key()) || Keys.isActivity(row.key()))
              .toList();
      if (held.isEmpty()) {
        parts.sessionRows().remove(dead);
        parts.doorbell().close(dead);
        return recovered;
      }
      List<Row> slice = held.subList(0, Math.min(held.size(), max - recovered));
      if (slice.isEmpty()) {
        return recovered;
      }
      List<CompletableFuture<Result>> under = slice.stream().map(row -> submit(dead, row)).toList();
      List<String> done = new ArrayList<>();
      for (int i = 0; i < slice.size(); i++) {
        Result result = Fetch.join(under.get(i));
        recovered += result.counted ? 1 : 0;
        if (result.done) {
          done.add(slice.get(i).key());
        }
      }
      parts.sessionRows().drop(dead, done);
      if (done.isEmpty()) {
        return recovered; // what is left may still be written; it is looked at again
      }
    }
  }

  private record Result(boolean counted, boolean done) {}

  private CompletableFuture<Result> submit(long dead, Row row) {
    String instanceId = row.text(ActivityQueue.INSTANCE).orElse("");
    if (Keys.isOwn(row.key())) {
      return parts
          .strands()
          .submit(instanceId, () -> recoverInstance(dead, instanceId, row))
          .thenCompose(this::settle);
    }
    int taskId = row.number(ActivityQueue.TASK).orElse(0L).intValue();
    long activityId = Keys.messageOfWake(row.key());
    return parts
        .strands()
        .submit(
            instanceId,
            () -> new Result(activities.recover(dead, instanceId, taskId, activityId), true));
  }

  /** What a recovered instance had still to do to others, and whether it counts. */
  private record Found(String instanceId, List<Loaded.Outgoing> outgoing, Result result) {}

  private CompletableFuture<Result> settle(Found found) {
    return outbox
        .carryOut(found.instanceId(), found.outgoing())
        .thenApply(ignored -> found.result());
  }

  private Found recoverInstance(long dead, String id, Row held) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Loaded> read = parts.reader().load(id);
      if (read.isEmpty()) {
        // Its start may still come; until then the row has to stay.
        return new Found(id, List.of(), new Result(false, Ages.isOld(held)));
      }
      Loaded loaded = read.get();
      Optional<Result> result = tryRecover(dead, loaded);
      if (result.isPresent()) {
        recoverKept(dead, loaded);
        return new Found(id, loaded.outbox(), result.get());
      }
    }
    throw new StorageException(
        "instance '" + id + "' changes while it is recovered; it is tried again", null);
  }

  /** Activities that the dead one kept for itself: its hold of the instance stood for them. */
  private void recoverKept(long dead, Loaded loaded) {
    String id = loaded.state().row.instanceId();
    for (TaskEntry task : loaded.tasks()) {
      if (task.claimer() == dead) {
        boolean unused = activities.recover(dead, id, task.task().taskId(), task.id());
      }
    }
  }

  private Optional<Result> tryRecover(long dead, Loaded loaded) {
    InstanceState state = loaded.state().copy();
    if (state.owner != dead) {
      parts.projection().repair(state);
      // A claim of the dead one that is still under way has to find it changed.
      return state.owner != 0 || state.isFinished() || touch(loaded)
          ? Optional.of(new Result(false, true))
          : Optional.empty();
    }
    long now = parts.clock().now();
    state.crashes++;
    state.giveUp(true, now);
    List<String> announced =
        parts.wakes().announce(state, loaded.firstDue(), loaded.hasManagement(), now);
    Outcome outcome = claims.write(state, loaded.state().epoch, loaded.etag());
    if (!outcome.applied()) {
      return Optional.empty();
    }
    parts.projection().repair(state);
    parts.wakes().ring(announced);
    return Optional.of(new Result(true, true));
  }

  private boolean touch(Loaded loaded) {
    Change touch =
        new Change.Merge(Keys.SENTINEL, Map.of("VarveTouched", parts.ids().next()), loaded.etag());
    String partition = parts.tables().partition(loaded.state().row.instanceId());
    return parts.tables().history().apply(partition, List.of(touch)).applied();
  }
}
