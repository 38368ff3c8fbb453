package dev.varve.internal.engine;

import dev.varve.FailureDetails;
import dev.varve.NonRetriableException;
import dev.varve.history.ExecutionIds;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The activities from the queue that run here, for instances of any worker. Thread-safe. */
final class QueuedActivities {
  private final Map<Long, RunningActivity> running = new ConcurrentHashMap<>();
  private final Core core;
  private final ActivityPool pool;
  private final Runnable ended;

  /**
   * @param ended told whenever one has come to its end
   */
  QueuedActivities(Core core, ActivityPool pool, Runnable ended) {
    this.core = core;
    this.pool = pool;
    this.ended = ended;
  }

  /** Runs what a session has claimed, and hands in its answer. */
  void run(QueuedActivity queued, WorkerSession session, CommitPipe commits) {
    ActivityCode code = core.registry().activity(queued.task().function()).orElse(null);
    if (code == null) {
      session.abandon(List.of(queued.id()));
      return;
    }
    if (queued.deliveries() > core.settings().maxCrashes()) {
      complete(queued, poison(queued), session, commits);
      return;
    }
    RunningActivity activity =
        new RunningActivity(
            code,
            queued.instanceId(),
            ExecutionIds.execution(queued.executionId()),
            queued.task(),
            core,
            (self, answer) -> {
              // In this order, so that a close never finds neither the activity nor its write.
              complete(queued, answer, session, commits);
              running.remove(queued.id(), self);
              ended.run();
            });
    running.put(queued.id(), activity);
    pool.start(activity);
  }

  /** Workers died of it, one after the other; it is not given to one more. */
  private static Answer poison(QueuedActivity queued) {
    String why =
        Explanations.deadlyActivity(
            queued.instanceId(), queued.task().function(), queued.deliveries() - 1);
    EngineLog.log.warn("an activity is not tried again: {}", why);
    return new TaskFailed(
        queued.task().taskId(),
        new FailureDetails(NonRetriableException.class.getName(), why, "", true, List.of(), null));
  }

  private static void complete(
      QueuedActivity queued, Answer answer, WorkerSession session, CommitPipe commits) {
    commits.write(
        "the result of " + queued.task().function() + " for '" + queued.instanceId() + "'",
        () -> session.complete(List.of(new ActivityResult(queued.id(), answer))));
  }

  /**
   * Cancels those whose answer nobody waits for any more: cancelled by their orchestrator, or their
   * instance has ended.
   */
  void cancelUnwanted(WorkerSession session) {
    Set<Long> unwanted = new HashSet<>(running.keySet());
    if (unwanted.isEmpty()) {
      return;
    }
    try {
      unwanted.removeAll(session.stillHeld(Set.copyOf(unwanted)));
    } catch (StorageException e) {
      EngineLog.log.debug("whether activities are still wanted is asked again later", e);
      return;
    }
    for (long id : unwanted) {
      RunningActivity activity = running.remove(id);
      if (activity != null) {
        activity.cancel();
      }
    }
    ended.run();
  }

  void cancelAll() {
    running.values().forEach(RunningActivity::cancel);
    running.clear();
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  int size() {
    return running.size();
  }
}
