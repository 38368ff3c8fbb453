package dev.varve.internal.engine;

import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent.Answer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The activities of one instance that run with its owner, without a row in the queue. Thread-safe.
 */
final class LocalActivities {
  private final Map<Integer, RunningActivity> running = new ConcurrentHashMap<>(4);
  private final String instanceId;
  private final Core core;
  private final ActivityPool pool;
  private final Consumer<Mail> mailbox;
  private final Runnable nudge;
  private volatile boolean over;

  /**
   * @param mailbox takes a result
   * @param nudge tells the instance that there is one
   */
  LocalActivities(
      String instanceId, Core core, ActivityPool pool, Consumer<Mail> mailbox, Runnable nudge) {
    this.instanceId = instanceId;
    this.core = core;
    this.pool = pool;
    this.mailbox = mailbox;
    this.nudge = nudge;
  }

  /** Whether this build has the activity's code. */
  boolean canRun(TaskScheduled task) {
    return core.registry().activities().containsKey(task.function());
  }

  boolean runs(TaskScheduled task) {
    return running.containsKey(task.taskId());
  }

  /** Whether none runs whose result has not been posted. */
  boolean isEmpty() {
    return running.isEmpty();
  }

  void start(String executionId, TaskScheduled task) {
    ActivityCode code = core.registry().activity(task.function()).orElseThrow();
    RunningActivity activity =
        new RunningActivity(code, instanceId, executionId, task, core, this::ended);
    running.put(task.taskId(), activity);
    if (over) {
      cancelAll(); // it was lost to others a moment ago
      return;
    }
    pool.start(activity);
  }

  void cancel(int taskId) {
    RunningActivity activity = running.remove(taskId);
    if (activity != null) {
      activity.cancel();
    }
  }

  /** The instance is not held here any more. */
  void end() {
    over = true;
    cancelAll();
  }

  void cancelAll() {
    running.values().forEach(RunningActivity::cancel);
    running.clear();
  }

  private void ended(RunningActivity activity, Answer answer) {
    if (activity.equals(running.get(activity.taskId()))) {
      // First the mail, then the place: whoever finds no activity running finds its result.
      mailbox.accept(Mail.local(answer));
      running.remove(activity.taskId(), activity);
      nudge.run();
    }
  }
}
