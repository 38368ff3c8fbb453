package dev.varve.internal.engine;

import dev.varve.Activity;
import dev.varve.ActivityContext;
import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.PayloadTooLargeException;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.internal.engine.EngineScheduler.Cancellable;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One delivery of one attempt of an activity. Whoever ends it first, ends it. */
final class RunningActivity implements ActivityContext, Runnable {
  private final ActivityCode code;
  private final String instanceId;
  private final String executionId;
  private final TaskScheduled task;
  private final Core core;
  private final BiConsumer<RunningActivity, Answer> sink;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean canceled;
  private volatile @Nullable Cancellable thread;
  private volatile @Nullable Cancellable timer;

  /**
   * @param sink told the answer, unless it was cancelled
   */
  RunningActivity(
      ActivityCode code,
      String instanceId,
      String executionId,
      TaskScheduled task,
      Core core,
      BiConsumer<RunningActivity, Answer> sink) {
    this.code = code;
    this.instanceId = instanceId;
    this.executionId = executionId;
    this.task = task;
    this.core = core;
    this.sink = sink;
  }

  /** Starts it on a thread of its own; {@code done} runs when that thread is free again. */
  void start(Runnable done) {
    Duration timeout = task.timeout();
    if (timeout != null) {
      timer = core.ports().scheduler().schedule(timeout, () -> timedOut(timeout));
    }
    Cancellable started =
        core.ports()
            .scheduler()
            .activity(() -> {
              try {
                run();
              } finally {
                done.run();
              }
            });
    thread = started;
    if (canceled) {
      started.cancel();
    }
  }

  @Override
  public void run() {
    if (canceled) {
      return;
    }
    MDC.put("varve.instance", instanceId);
    MDC.put("varve.function", code.name().toString());
    Answer answer;
    try {
      answer = call();
    } catch (Throwable failure) {
      answer = new TaskFailed(task.taskId(), FailureDetails.of(failure));
    }
    end(answer);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // converted to the type it was registered with
  private Answer call() throws Exception {
    Activity<Object, Object> activity = (Activity<Object, Object>) code.activity();
    Object input = core.converter().fromPayload(task.input(), code.inputType());
    Payload result = core.converter().toPayload(activity.run(this, input));
    PayloadTooLargeException.check(
        "the result of " + code.name(), result, core.capabilities().maxPayload());
    return new TaskCompleted(task.taskId(), result);
  }

  private void timedOut(Duration timeout) {
    FailureDetails why =
        FailureDetails.of(
            TimeoutException.class.getName(),
            code.name() + " did not return within its timeout of " + timeout);
    if (end(new TaskFailed(task.taskId(), why))) {
      stop();
    }
  }

  private boolean end(Answer answer) {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    Cancellable pending = timer;
    if (pending != null) {
      pending.cancel();
    }
    sink.accept(this, answer);
    return true;
  }

  /** The answer is not wanted any more. */
  void cancel() {
    if (ended.compareAndSet(false, true)) {
      stop();
    }
  }

  private void stop() {
    canceled = true;
    Cancellable pending = timer;
    if (pending != null) {
      pending.cancel();
    }
    Cancellable started = thread;
    if (started != null) {
      started.cancel();
    }
  }

  @Override
  public FunctionName function() {
    return code.name();
  }

  @Override
  public String instanceId() {
    return instanceId;
  }

  @Override
  public String executionId() {
    return executionId;
  }

  @Override
  public int taskId() {
    return task.taskId();
  }

  @Override
  public int attempt() {
    return task.attempt();
  }

  @Override
  public String idempotencyKey() {
    return executionId + ":" + task.firstTaskId();
  }

  @Override
  public boolean isCanceled() {
    return canceled;
  }
}
