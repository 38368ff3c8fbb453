package dev.varve.internal.replay;

import dev.varve.Activity;
import dev.varve.ActivityOptions;
import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.Names;
import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.Payload;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskCanceledException;
import dev.varve.TaskFailedException;
import dev.varve.TypeRef;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent.EventSent;
import dev.varve.history.DecisionEvent.SideEffectRecorded;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskCanceled;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCanceled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.ParentInstance;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The context of one execution: turns each call into a decision, and each decision into a task. */
final class ReplayContext implements OrchestrationContext {
  private final Execution execution;
  private final ExecutionStarted started;
  private final String instanceId;
  private @Nullable RandomGenerator random;
  private int uuids;

  ReplayContext(Execution execution, ExecutionStarted started, String instanceId) {
    this.execution = execution;
    this.started = started;
    this.instanceId = instanceId;
  }

  @Override
  public FunctionName function() {
    return started.function();
  }

  @Override
  public String instanceId() {
    return instanceId;
  }

  @Override
  public String executionId() {
    return started.executionId();
  }

  @Override
  public Optional<String> parentInstanceId() {
    return Optional.ofNullable(started.parent()).map(ParentInstance::instanceId);
  }

  @Override
  public Map<String, String> tags() {
    return started.tags();
  }

  @Override
  public Instant currentInstant() {
    execution.check();
    return execution.now();
  }

  @Override
  public boolean isReplaying() {
    return execution.replaying();
  }

  @Override
  public Logger replaySafe(Logger logger) {
    return ReplaySafeLogger.wrap(logger, execution::replaying);
  }

  @Override
  public UUID newUuid() {
    execution.check();
    String name = started.executionId() + ":" + uuids++;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public RandomGenerator random() {
    execution.check();
    if (random == null) {
      // SplittableRandom's algorithm is specified, so that the sequence is the same on every JDK.
      UUID seed = UUID.nameUUIDFromBytes(started.executionId().getBytes(StandardCharsets.UTF_8));
      random = new SplittableRandom(seed.getMostSignificantBits());
    }
    return random;
  }

  @Override
  public <V extends @Nullable Object> Task<V> callActivity(
      String name, @Nullable Object input, TypeRef<V> resultType, ActivityOptions options) {
    return activity(name, input, resultType.type(), options);
  }

  @Override
  public <I extends @Nullable Object, O extends @Nullable Object> Task<O> callActivity(
      Class<? extends Activity<I, O>> activity, I input, ActivityOptions options) {
    Type output = FunctionTypes.output(activity, Activity.class);
    return activity(FunctionTypes.name(activity).toString(), input, output, options);
  }

  private <V extends @Nullable Object> Task<V> activity(
      String name, @Nullable Object input, Type resultType, ActivityOptions options) {
    execution.checkOpen();
    FunctionTypes.requireCallable(name);
    Payload payload = execution.converter().toPayload(input);
    if (options.retryPolicy() == null && options.retryHandler() == null) {
      return attempt(name, payload, resultType, options.timeout(), 1, 0);
    }
    int[] first = {0};
    return RetryingCall.start(
        this,
        execution,
        options.retryPolicy(),
        options.retryHandler(),
        number -> {
          DurableTask<V> task =
              attempt(name, payload, resultType, options.timeout(), number, first[0]);
          first[0] = first[0] == 0 ? execution.lastTaskId() : first[0];
          return task;
        });
  }

  private <V extends @Nullable Object> DurableTask<V> attempt(
      String requested,
      Payload input,
      Type resultType,
      @Nullable Duration timeout,
      int attempt,
      int firstTaskId) {
    int id = execution.nextTaskId();
    TaskScheduled scheduled =
        execution.decide(
            TaskScheduled.class,
            e -> e.taskId() == id && FunctionTypes.calls(requested, e.function()),
            () -> Descriptions.activity(id, requested),
            () -> {
              FunctionName function =
                  execution.found(execution.live().activity(started, requested)).function();
              return new TaskScheduled(
                  id,
                  function,
                  requested,
                  input,
                  attempt,
                  firstTaskId == 0 ? id : firstTaskId,
                  execution.live().placement(function),
                  timeout);
            });
    return pending(id, resultType, scheduled.function().toString(), () -> cancelTask(id));
  }

  @Override
  public <V extends @Nullable Object> Task<V> callSubOrchestrator(
      String name, @Nullable Object input, TypeRef<V> resultType, SubOrchestrationOptions options) {
    return child(name, input, resultType.type(), options);
  }

  @Override
  public <I extends @Nullable Object, O extends @Nullable Object> Task<O> callSubOrchestrator(
      Class<? extends Orchestrator<I, O>> orchestrator, I input, SubOrchestrationOptions options) {
    Type output = FunctionTypes.output(orchestrator, Orchestrator.class);
    return child(FunctionTypes.name(orchestrator).toString(), input, output, options);
  }

  private <V extends @Nullable Object> Task<V> child(
      String name, @Nullable Object input, Type resultType, SubOrchestrationOptions options) {
    execution.checkOpen();
    FunctionTypes.requireCallable(name);
    Payload payload = execution.converter().toPayload(input);
    RetryingCall.Attempt<V> attempt =
        number -> {
          SubOrchestrationInstanceCreated created = startChild(name, payload, options, false);
          int id = created.taskId();
          return pending(id, resultType, created.function().toString(), () -> cancelTask(id));
        };
    return options.retryPolicy() == null && options.retryHandler() == null
        ? attempt.make(1)
        : RetryingCall.start(
            this, execution, options.retryPolicy(), options.retryHandler(), attempt);
  }

  @Override
  public String startDetached(
      String name, @Nullable Object input, SubOrchestrationOptions options) {
    execution.checkOpen();
    FunctionTypes.requireCallable(name);
    Payload payload = execution.converter().toPayload(input);
    return startChild(name, payload, options, true).instanceId();
  }

  private SubOrchestrationInstanceCreated startChild(
      String requested, Payload input, SubOrchestrationOptions options, boolean detached) {
    int id = execution.nextTaskId();
    String childId =
        options.instanceId() == null ? started.executionId() + ":" + id : options.instanceId();
    return execution.decide(
        SubOrchestrationInstanceCreated.class,
        e ->
            e.taskId() == id
                && FunctionTypes.calls(requested, e.function())
                && e.instanceId().equals(childId)
                && e.detached() == detached,
        () -> Descriptions.child(id, requested, childId, detached),
        () -> {
          CallResolution.Found found =
              execution.found(execution.live().child(started, requested, options.version()));
          return new SubOrchestrationInstanceCreated(
              id,
              found.function(),
              requested,
              found.how(),
              found.versionSetId(),
              childId,
              input,
              detached,
              options.startTime());
        });
  }

  private void cancelTask(int id) {
    execution.forget(id);
    execution.decide(
        TaskCanceled.class,
        e -> e.taskId() == id,
        () -> Descriptions.of(new TaskCanceled(id)),
        () -> new TaskCanceled(id));
  }

  @Override
  public Task<@Nullable Void> createTimer(Duration delay) {
    execution.checkOpen();
    return timer(after(delay));
  }

  @Override
  public Task<@Nullable Void> createTimer(Instant fireAt) {
    execution.checkOpen();
    return timer(fireAt);
  }

  private Instant after(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("the delay " + delay + " is negative; give zero or more");
    }
    try {
      return Names.requireTime("end of the delay", execution.now().plus(delay));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the delay " + delay + " is too long; timers reach to the year 9999", e);
    }
  }

  DurableTask<@Nullable Void> timer(Instant at) {
    Instant fireAt = Names.requireTime("time of a timer", at).truncatedTo(ChronoUnit.MICROS);
    int id = execution.nextTaskId();
    TimerCreated timer = new TimerCreated(id, fireAt);
    execution.decide(TimerCreated.class, timer::equals, () -> Descriptions.of(timer), () -> timer);
    return pending(id, Void.class, "timer", () -> cancelTimer(id));
  }

  private void cancelTimer(int id) {
    execution.forget(id);
    execution.decide(
        TimerCanceled.class,
        e -> e.taskId() == id,
        () -> Descriptions.of(new TimerCanceled(id)),
        () -> new TimerCanceled(id));
  }

  @SuppressWarnings("unchecked") // the answer is converted to resultType, which is that of V
  private <V extends @Nullable Object> DurableTask<V> pending(
      int id, Type resultType, String name, Runnable onCancel) {
    DurableTask<@Nullable Object> task = new DurableTask<>(execution, onCancel);
    execution.expect(id, new Execution.Open(task, resultType, name));
    return (DurableTask<V>) task;
  }

  @Override
  public <V extends @Nullable Object> Task<V> waitForExternalEvent(String name, TypeRef<V> type) {
    return event(name, null, type);
  }

  @Override
  public <V extends @Nullable Object> Task<V> waitForExternalEvent(
      String name, Duration timeout, TypeRef<V> type) {
    return event(name, timeout, type);
  }

  private <V extends @Nullable Object> Task<V> event(
      String name, @Nullable Duration timeout, TypeRef<V> type) {
    execution.checkOpen();
    Names.requireEventName(name);
    return new EventWait<V>(execution, this, name, type.type())
        .begin(timeout == null ? null : after(timeout), timeout);
  }

  @Override
  public void sendEvent(String target, String name, @Nullable Object payload) {
    execution.checkOpen();
    Names.requireInstanceId(target);
    Names.requireEventName(name);
    Payload value = execution.converter().toPayload(payload);
    int id = execution.nextTaskId();
    execution.decide(
        EventSent.class,
        e -> e.taskId() == id && e.instanceId().equals(target) && e.name().equals(name),
        () -> Descriptions.eventSent(name, target),
        () -> new EventSent(id, target, name, value));
  }

  @Override
  public <V extends @Nullable Object> Task<List<V>> allOf(List<? extends Task<? extends V>> tasks) {
    execution.check();
    return Composite.allOf(execution, tasks);
  }

  @Override
  public Task<Task<?>> anyOf(List<? extends Task<?>> tasks) {
    execution.check();
    return Composite.anyOf(execution, tasks);
  }

  @Override
  public void continueAsNew(@Nullable Object input, VersionChoice version, boolean carryOver) {
    execution.checkOpen();
    execution.requestContinue(execution.converter().toPayload(input), version, carryOver);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // the recorded value is converted to the type of V
  public <V extends @Nullable Object> V sideEffect(TypeRef<V> type, Supplier<? extends V> code) {
    execution.checkOpen();
    int id = execution.nextTaskId();
    SideEffectRecorded recorded =
        execution.decide(
            SideEffectRecorded.class,
            e -> e.taskId() == id,
            () -> Descriptions.of(new SideEffectRecorded(id, Payload.NULL, null)),
            () -> perform(id, code));
    FailureDetails failure = recorded.failure();
    if (failure != null) {
      TaskFailedException failed = new TaskFailedException("side effect", id, failure);
      execution.learned(failed);
      throw failed;
    }
    return (V) execution.converter().fromPayload(recorded.value(), type.type());
  }

  private SideEffectRecorded perform(int id, Supplier<? extends @Nullable Object> code) {
    try {
      return new SideEffectRecorded(
          id, execution.converter().toPayload(execution.inSideEffect(code)), null);
    } catch (RuntimeException e) {
      return new SideEffectRecorded(id, Payload.NULL, FailureDetails.of(e));
    }
  }

  @Override
  public void setCustomStatus(@Nullable Object status) {
    execution.checkOpen();
    execution.customStatus(execution.converter().toPayload(status));
  }

  /** The failure of a wait that ran out of time. */
  static TaskCanceledException timedOut(String name, Duration timeout) {
    return new TaskCanceledException("no event '" + name + "' came within " + timeout);
  }
}
