package dev.varve.testing.simulation;

import dev.varve.storage.ActivityResult;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.Release;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session as its process sees it: through a gate, and under the eyes of the monitor. */
final class FaultySession implements WorkerSession {
  private final WorkerSession session;
  private final Gate gate;
  private final Monitor monitor;

  FaultySession(WorkerSession session, Gate gate, Monitor monitor) {
    this.session = session;
    this.gate = gate;
    this.monitor = monitor;
  }

  @Override
  public long id() {
    return session.id();
  }

  @Override
  public FetchBatch fetch(FetchRequest request) {
    return gate.call(
        "fetch", true, this::foundDead, () -> monitor.fetched(id(), session.fetch(request)));
  }

  @Override
  public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
    return gate.write(
        "commit",
        true,
        this::foundDead,
        () -> done(monitor.committing(id(), commit, () -> Gate.join(session.commit(commit)))));
  }

  @Override
  public CompletionStage<List<Boolean>> complete(List<ActivityResult> results) {
    return gate.write(
        "complete",
        false,
        this::foundDead,
        () -> done(monitor.completed(id(), results, Gate.join(session.complete(results)))));
  }

  @Override
  public CompletionStage<CommitOutcome> release(Release release) {
    return gate.write(
        "release",
        false,
        this::foundDead,
        () -> done(monitor.released(id(), release, Gate.join(session.release(release)))));
  }

  @Override
  public void abandon(List<Long> activityIds) {
    gate.call(
        "abandon",
        true,
        this::foundDead,
        () -> {
          session.abandon(activityIds);
          return activityIds;
        });
  }

  @Override
  public Set<Long> stillHeld(Collection<Long> activityIds) {
    return gate.call("stillHeld", false, this::foundDead, () -> session.stillHeld(activityIds));
  }

  @Override
  public boolean renew() {
    return gate.call("renew", true, this::foundDead, () -> monitor.renewed(id(), session.renew()));
  }

  @Override
  public int recover(int maxInstances) {
    return gate.call("recover", true, this::foundDead, () -> session.recover(maxInstances));
  }

  @Override
  public void close() {
    gate.call(
        "close",
        true,
        () -> {
          monitor.closed(id());
          session.close();
          return id();
        });
  }

  private void foundDead() {
    monitor.foundDead(id(), "chance");
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
