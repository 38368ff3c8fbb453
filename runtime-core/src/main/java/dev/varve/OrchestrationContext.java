package dev.varve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * An orchestrator's only way to the outside. Every call is recorded in history, or computed from
 * it, so that replay gives the same again. To be used on the orchestrator's own thread; calls from
 * another thread throw {@link IllegalStateException}.
 *
 * <p>Functions are called by base name ({@code "Charge"}, resolved within the instance's version
 * set and recorded) or by full name ({@code "Charge_v2"}, exactly that).
 */
public interface OrchestrationContext {
  /** The name and version that runs. */
  FunctionName function();

  /** This instance. */
  String instanceId();

  /** This execution; changes at continue-as-new. */
  String executionId();

  /** The instance that waits for the outcome of this one. */
  Optional<String> parentInstanceId();

  /** The labels given at the start. */
  Map<String, String> tags();

  /** The time of this turn; does not move while the code runs. */
  Instant currentInstant();

  /** Whether the code runs over recorded history now. */
  boolean isReplaying();

  /** A logger that is silent during replay. */
  Logger replaySafe(Logger logger);

  /** A new id, the same on every replay. */
  UUID newUuid();

  /** A random generator with a fixed sequence for this execution. */
  RandomGenerator random();

  /** Schedules an activity. */
  <V extends @Nullable Object> Task<V> callActivity(
      String name, @Nullable Object input, TypeRef<V> resultType, ActivityOptions options);

  /** Schedules an activity. */
  default <V extends @Nullable Object> Task<V> callActivity(
      String name, @Nullable Object input, Class<V> resultType) {
    return callActivity(name, input, TypeRef.of(resultType), ActivityOptions.DEFAULT);
  }

  /** Schedules an activity. */
  default <V extends @Nullable Object> Task<V> callActivity(
      String name, @Nullable Object input, Class<V> resultType, ActivityOptions options) {
    return callActivity(name, input, TypeRef.of(resultType), options);
  }

  /** Schedules an activity whose result does not matter. */
  default Task<@Nullable Void> callActivity(String name, @Nullable Object input) {
    return callActivity(name, input, TypeRef.of(Void.class), ActivityOptions.DEFAULT);
  }

  /** Schedules the activity of this class, exactly the version in its name. */
  <I extends @Nullable Object, O extends @Nullable Object> Task<O> callActivity(
      Class<? extends Activity<I, O>> activity, I input, ActivityOptions options);

  /** Schedules the activity of this class, exactly the version in its name. */
  default <I extends @Nullable Object, O extends @Nullable Object> Task<O> callActivity(
      Class<? extends Activity<I, O>> activity, I input) {
    return callActivity(activity, input, ActivityOptions.DEFAULT);
  }

  /** Starts a child orchestration and waits for its outcome. */
  <V extends @Nullable Object> Task<V> callSubOrchestrator(
      String name, @Nullable Object input, TypeRef<V> resultType, SubOrchestrationOptions options);

  /** Starts a child orchestration and waits for its outcome. */
  default <V extends @Nullable Object> Task<V> callSubOrchestrator(
      String name, @Nullable Object input, Class<V> resultType) {
    return callSubOrchestrator(
        name, input, TypeRef.of(resultType), SubOrchestrationOptions.DEFAULT);
  }

  /** Starts a child orchestration and waits for its outcome. */
  default <V extends @Nullable Object> Task<V> callSubOrchestrator(
      String name, @Nullable Object input, Class<V> resultType, SubOrchestrationOptions options) {
    return callSubOrchestrator(name, input, TypeRef.of(resultType), options);
  }

  /** Starts the orchestrator of this class, exactly the version in its name, and waits for it. */
  <I extends @Nullable Object, O extends @Nullable Object> Task<O> callSubOrchestrator(
      Class<? extends Orchestrator<I, O>> orchestrator, I input, SubOrchestrationOptions options);

  /** Starts the orchestrator of this class, exactly the version in its name, and waits for it. */
  default <I extends @Nullable Object, O extends @Nullable Object> Task<O> callSubOrchestrator(
      Class<? extends Orchestrator<I, O>> orchestrator, I input) {
    return callSubOrchestrator(orchestrator, input, SubOrchestrationOptions.DEFAULT);
  }

  /**
   * Starts an orchestration nobody waits for: terminating this instance leaves it alone. If its id
   * is taken, the start is dropped. Retry options do not apply.
   *
   * @return its instance id
   */
  String startDetached(String name, @Nullable Object input, SubOrchestrationOptions options);

  /** A timer of any length, never early. */
  Task<@Nullable Void> createTimer(Duration delay);

  /** A timer for a point in time, never early. */
  Task<@Nullable Void> createTimer(Instant fireAt);

  /**
   * Waits for an event. Names are compared ignoring case; the first waiter gets the first event.
   */
  <V extends @Nullable Object> Task<V> waitForExternalEvent(String name, TypeRef<V> type);

  /** Waits for an event for at most this long; then the task is cancelled. */
  <V extends @Nullable Object> Task<V> waitForExternalEvent(
      String name, Duration timeout, TypeRef<V> type);

  /** Waits for an event. */
  default <V extends @Nullable Object> Task<V> waitForExternalEvent(String name, Class<V> type) {
    return waitForExternalEvent(name, TypeRef.of(type));
  }

  /** Waits for an event for at most this long; then the task is cancelled. */
  default <V extends @Nullable Object> Task<V> waitForExternalEvent(
      String name, Duration timeout, Class<V> type) {
    return waitForExternalEvent(name, timeout, TypeRef.of(type));
  }

  /** Waits for an event without payload. */
  default Task<@Nullable Void> waitForExternalEvent(String name) {
    return waitForExternalEvent(name, TypeRef.of(Void.class));
  }

  /** Waits for an event without payload for at most this long; then the task is cancelled. */
  default Task<@Nullable Void> waitForExternalEvent(String name, Duration timeout) {
    return waitForExternalEvent(name, timeout, TypeRef.of(Void.class));
  }

  /** Sends an event to another instance; dropped and logged if there is none or it has ended. */
  void sendEvent(String instanceId, String name, @Nullable Object payload);

  /** Done when all are done; fails with {@link CompositeTaskFailedException} if some failed. */
  <V extends @Nullable Object> Task<List<V>> allOf(List<? extends Task<? extends V>> tasks);

  /**
   * Done when all are done; fails with {@link CompositeTaskFailedException} if some failed. For
   * tasks of different types; the results are in the order of the tasks, whose own {@code await}
   * gives them with their types.
   */
  default Task<List<@Nullable Object>> allOf(Task<?>... tasks) {
    return allOf(List.of(tasks));
  }

  /** Done when the first in history order is done, failed or not; the result is that task. */
  Task<Task<?>> anyOf(List<? extends Task<?>> tasks);

  /** Done when the first in history order is done, failed or not; the result is that task. */
  default Task<Task<?>> anyOf(Task<?>... tasks) {
    return anyOf(List.of(tasks));
  }

  /**
   * Ends this execution when the code returns, and goes on in a new one with an empty history; what
   * the code returns is ignored. Events nobody waited for move on, in order.
   */
  default void continueAsNew(@Nullable Object input) {
    continueAsNew(input, VersionChoice.inherit(), true);
  }

  /**
   * Ends this execution when the code returns, and goes on in a new one, of this version, with an
   * empty history. Events nobody waited for move on, in order.
   */
  default void continueAsNew(@Nullable Object input, VersionChoice version) {
    continueAsNew(input, version, true);
  }

  /**
   * Ends this execution when the code returns, and goes on in a new one with an empty history.
   *
   * @param version the version of the next execution
   * @param carryOver whether events nobody waited for move on
   */
  void continueAsNew(@Nullable Object input, VersionChoice version, boolean carryOver);

  /** Runs the code once and records its value; replay returns the recorded value. */
  <V extends @Nullable Object> V sideEffect(TypeRef<V> type, Supplier<? extends V> code);

  /** Runs the code once and records its value; replay returns the recorded value. */
  default <V extends @Nullable Object> V sideEffect(Class<V> type, Supplier<? extends V> code) {
    return sideEffect(TypeRef.of(type), code);
  }

  /** Sets what queries show as the instance's own status. */
  void setCustomStatus(@Nullable Object status);

  /** Removes the custom status. */
  default void clearCustomStatus() {
    setCustomStatus(null);
  }
}
