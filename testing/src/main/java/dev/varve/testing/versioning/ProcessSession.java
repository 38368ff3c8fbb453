package dev.varve.testing.versioning;

import dev.varve.storage.ActivityResult;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.Release;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The session of one simulated process. */
final class ProcessSession implements WorkerSession {
  private final WorkerSession session;
  private final HubStore hub;
  private final Fate fate;

  ProcessSession(WorkerSession session, HubStore hub, Fate fate) {
    this.session = session;
    this.hub = hub;
    this.fate = fate;
  }

  @Override
  public long id() {
    return session.id();
  }

  @Override
  public FetchBatch fetch(FetchRequest request) {
    return fate.mayFetch()
        ? session.fetch(request)
        : new FetchBatch(hub.now(), List.of(), List.of(), List.of(), false, Optional.empty());
  }

  @Override
  public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
    return fate.write(() -> session.commit(commit), Fate.fenced());
  }

  @Override
  public CompletionStage<List<Boolean>> complete(List<ActivityResult> results) {
    return fate.write(() -> session.complete(results), Collections.nCopies(results.size(), false));
  }

  @Override
  public CompletionStage<CommitOutcome> release(Release release) {
    return fate.write(() -> session.release(release), Fate.fenced());
  }

  @Override
  public void abandon(List<Long> activityIds) {
    if (!fate.isDead()) {
      session.abandon(activityIds);
    }
  }

  @Override
  public Set<Long> stillHeld(Collection<Long> activityIds) {
    return fate.isDead() ? Set.copyOf(activityIds) : session.stillHeld(activityIds);
  }

  @Override
  public boolean renew() {
    return fate.isDead() || session.renew();
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
    return fate.isDead() ? 0 : session.recover(maxInstances);
  }

  @Override
  public void close() {
    if (!fate.isDead()) {
      session.close();
    }
  }
}
