package dev.varve.internal.engine;

import dev.varve.internal.replay.LiveDecisions;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.HubStore;
import dev.varve.storage.Message;
import dev.varve.storage.Release;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way from residents to the store. A write that failed or whose outcome is unknown is made
 * again, unchanged, until the store answers (G3 makes that safe), or until the session is over.
 */
final class CommitPipe {
  private static final Duration FIRST_RETRY = Duration.ofMillis(20);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

  private static final CompletionStage<CommitOutcome> ALREADY_RELEASED =
      CompletableFuture.completedStage(new CommitOutcome.Fenced("it was released before"));

  private final HubStore hub;
  private final WorkerSession session;
  private final EngineScheduler scheduler;
  private final LiveDecisions decisions;
  private final Runnable settled;
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final Map<String, AtomicBoolean> releases = new ConcurrentHashMap<>();
  private volatile boolean over;

  /**
   * @param settled told whenever a write has come to its end
   */
  CommitPipe(
      HubStore hub,
      WorkerSession session,
      EngineScheduler scheduler,
      LiveDecisions decisions,
      Runnable settled) {
    this.hub = hub;
    this.session = session;
    this.scheduler = scheduler;
    this.decisions = decisions;
    this.settled = settled;
  }

  LiveDecisions decisions() {
    return decisions;
  }

  /**
   * Commits a turn.
   *
   * @param later given the outcome, on a thread of the scheduler, if it is not there at once;
   *     asking for it throws if the write failed for good
   * @return the outcome if it is there at once, otherwise null
   */
  @Nullable CommitOutcome commit(TurnCommit commit, Consumer<Supplier<CommitOutcome>> later) {
    CompletableFuture<CommitOutcome> stage =
        reliably(
            "the turn of instance '" + commit.instanceId() + "'", () -> session.commit(commit));
    if (stage.isDone()) {
      return outcome(stage);
    }
    var unused =
        stage.whenComplete(
            (outcome, failure) -> scheduler.execute(() -> later.accept(() -> outcome(stage))));
    return null;
  }

  private CommitOutcome outcome(CompletableFuture<CommitOutcome> stage) {
    try {
      return Stores.join(stage);
    } catch (StorageException e) {
      if (over) {
        return new CommitOutcome.Fenced("the session is over");
      }
      throw e;
    }
  }

  /** A release whose outcome is unknown is made again only until the instance is claimed again. */
  void release(Release release) {
    String id = release.instanceId();
    AtomicBoolean undone = new AtomicBoolean(true);
    releases.put(id, undone);
    var unused =
        reliably(
                "the release of instance '" + id + "'",
                () -> undone.get() ? session.release(release) : ALREADY_RELEASED)
            .whenComplete((outcome, failure) -> {
              releases.remove(id, undone);
              if (outcome instanceof CommitOutcome.Committed || !undone.get()) {
                reportParked(release);
              }
            });
  }

  /**
   * Only now: a worker that was taken for dead may find misfits in what is not its own any more.
   */
  private static void reportParked(Release release) {
    release
        .park()
        .ifPresent(park ->
            EngineLog.log.warn(
                "instance '{}' is parked: {}", release.instanceId(), park.explanation()));
  }

  /**
   * This session was handed the instance, so an earlier release took effect: made again, it would
   * take the instance from its new resident.
   */
  void claimed(String instanceId) {
    AtomicBoolean release = releases.remove(instanceId);
    if (release != null) {
      release.set(false);
    }
  }

  /**
   * Puts a result that exists only here into the instance's inbox, twice if the store's answer is
   * lost.
   *
   * @param done told when it is there, or never will be
   */
  void deposit(Message message, Runnable done) {
    var unused =
        reliably(
                "a result for instance '" + message.instanceId() + "'",
                () -> hub.send(List.of(message)))
            .whenComplete((outcomes, failure) -> done.run());
  }

  /** Makes some other write until it succeeds. */
  void write(String what, Supplier<? extends CompletionStage<?>> write) {
    var unused = reliably(what, () -> write.get().thenApply(result -> true));
  }

  /** Whether writes are under way. */
  boolean isQuiet() {
    return open.isEmpty();
  }

  /** Gives up on everything that has no answer, and on what is still to come. */
  void end() {
    over = true;
    open.forEach(this::giveUp);
  }

  private void giveUp(CompletableFuture<?> write) {
    open.remove(write);
    write.completeExceptionally(
        new StorageException("the session is over; whether it was written is unknown", null, true));
  }

  private <T> CompletableFuture<T> reliably(String what, Supplier<CompletionStage<T>> write) {
    CompletableFuture<T> done = new CompletableFuture<>();
    open.add(done);
    if (over) {
      giveUp(done);
    } else {
      attempt(what, write, done, FIRST_RETRY);
    }
    return done;
  }

  private <T> void attempt(
      String what, Supplier<CompletionStage<T>> write, CompletableFuture<T> done, Duration delay) {
    CompletionStage<T> stage;
    try {
      stage = write.get();
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedStage(e);
    }
    var unused =
        stage.whenComplete((value, failure) -> {
          if (failure == null) {
            settle(done, value);
          } else if (over || !(cause(failure) instanceof StorageException)) {
            // Making it again would not help: the session is over, or the write itself is wrong.
            open.remove(done);
            done.completeExceptionally(cause(failure));
            settled.run();
          } else {
            retry(what, write, done, delay, cause(failure));
          }
        });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private <T> void settle(CompletableFuture<T> done, T value) {
    open.remove(done);
    if (failing.get() && failing.compareAndSet(true, false)) {
      EngineLog.log.info("the store answers again");
    }
    done.complete(value);
    settled.run();
  }

  private <T> void retry(
      String what,
      Supplier<CompletionStage<T>> write,
      CompletableFuture<T> done,
      Duration delay,
      Throwable failure) {
    outage(what, failure);
    Duration doubled = delay.multipliedBy(2);
    Duration next = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
    scheduler.schedule(delay, () -> attempt(what, write, done, next));
  }

  /** One line when an outage begins and one when it ends, however many writes it holds up. */
  private void outage(String what, Throwable failure) {
    if (failing.compareAndSet(false, true)) {
      EngineLog.log.warn(
          "{} could not be written; this and what follows is written again until the store answers: {}",
          what,
          failure.toString());
    }
  }
}
