package dev.varve.testing.simulation;

import dev.varve.storage.ActivityResult;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.Release;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A session that passes everything on. */
class ForwardingSession implements WorkerSession {
  final WorkerSession session;

  ForwardingSession(WorkerSession session) {
    this.session = session;
  }

  @Override
  public long id() {
    return session.id();
  }

  @Override
  public FetchBatch fetch(FetchRequest request) {
    return session.fetch(request);
  }

  @Override
  public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
    return session.commit(commit);
  }

  @Override
  public CompletionStage<List<Boolean>> complete(List<ActivityResult> results) {
    return session.complete(results);
  }

  @Override
  public CompletionStage<CommitOutcome> release(Release release) {
    return session.release(release);
  }

  @Override
  public void abandon(List<Long> activityIds) {
    session.abandon(activityIds);
  }

  @Override
  public Set<Long> stillHeld(Collection<Long> activityIds) {
    return session.stillHeld(activityIds);
  }

  @Override
  public boolean renew() {
    return session.renew();
  }

  @Override
  public Duration renewalInterval() {
    return session.renewalInterval();
  }

  @Override
  public Optional<Duration> pollInterval() {
    return session.pollInterval();
  }

  @Override
  public int recover(int maxInstances) {
    return session.recover(maxInstances);
  }

  @Override
  public void close() {
    session.close();
  }
}
