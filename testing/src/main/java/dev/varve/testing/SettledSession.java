package dev.varve.testing;

import dev.varve.storage.ActivityResult;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.Release;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A session of a settled storage. */
final class SettledSession implements WorkerSession {
  private final WorkerSession session;
  private final StoreCalls calls;
  private final HubSignals signals;
  private final Runnable onClose;

  SettledSession(WorkerSession session, StoreCalls calls, HubSignals signals, Runnable onClose) {
    this.session = session;
    this.calls = calls;
    this.signals = signals;
    this.onClose = onClose;
  }

  @Override
  public long id() {
    return session.id();
  }

  @Override
  public FetchBatch fetch(FetchRequest request) {
    return calls.make("fetch", () -> session.fetch(request));
  }

  @Override
  public CompletionStage<CommitOutcome> commit(TurnCommit commit) {
    CompletionStage<CommitOutcome> stage =
        SettledStage.of(calls, "commit", () -> session.commit(commit));
    if (mayMakeSomethingDue(commit)) {
      signals.wakeUp();
    }
    commit
        .status()
        .ifPresent(
            change -> signals.changed(new InstanceChange(commit.instanceId(), change.status())));
    return stage;
  }

  private static boolean mayMakeSomethingDue(TurnCommit commit) {
    return !commit.timers().isEmpty()
        || !commit.activities().isEmpty()
        || !commit.messages().isEmpty()
        || !commit.children().isEmpty()
        || commit.status().isPresent()
        || commit.next().isPresent();
  }

  @Override
  public CompletionStage<List<Boolean>> complete(List<ActivityResult> results) {
    CompletionStage<List<Boolean>> stage =
        SettledStage.of(calls, "complete", () -> session.complete(results));
    signals.wakeUp();
    return stage;
  }

  @Override
  public CompletionStage<CommitOutcome> release(Release release) {
    CompletionStage<CommitOutcome> stage =
        SettledStage.of(calls, "release", () -> session.release(release));
    signals.wakeUp();
    return stage;
  }

  @Override
  public void abandon(List<Long> activityIds) {
    done("abandon", () -> session.abandon(activityIds));
    signals.wakeUp();
  }

  @Override
  public Set<Long> stillHeld(Collection<Long> activityIds) {
    return calls.make("stillHeld", () -> session.stillHeld(activityIds));
  }

  @Override
  public boolean renew() {
    return calls.make("renew", session::renew);
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
    return calls.make("recover", () -> session.recover(maxInstances));
  }

  @Override
  public void close() {
    done("close", session::close);
    onClose.run();
    signals.wakeUp();
  }

  private void done(String method, Runnable call) {
    calls.make(
        method,
        () -> {
          call.run();
          return method;
        });
  }
}
