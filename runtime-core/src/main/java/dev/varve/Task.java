package dev.varve;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something an orchestration waits for. Belongs to the orchestrator's thread. Callbacks run on that
 * thread, in the order they were given, when history delivers the outcome; they must not await.
 *
 * @param <V> type of the result
 */
public interface Task<V extends @Nullable Object> {
  /**
   * Waits for the outcome and returns the result.
   *
   * @throws TaskFailedException if the activity or child failed
   * @throws CompositeTaskFailedException if tasks of an {@code allOf} failed
   * @throws TaskCanceledException if it was cancelled, or an event did not come in time
   */
  V await();

  /** Whether it has ended, in whatever way. */
  boolean isDone();

  /** Whether it has failed or was cancelled. */
  boolean isFailed();

  /** Whether it was cancelled. */
  boolean isCanceled();

  /**
   * Drops the wait: a timer is deleted, a running activity sees a cancel, a child is terminated,
   * and the late outcome is ignored. Cancels the parts of an {@code allOf} or {@code anyOf} that
   * are not done. No effect on a task that is done.
   */
  void cancel();

  /** A task with the mapped result; fails as this one fails, or with what the mapping throws. */
  <U extends @Nullable Object> Task<U> thenApply(Function<? super V, ? extends U> mapping);

  /** A task that is done once the action has run; fails as this one fails. */
  Task<@Nullable Void> thenAccept(Consumer<? super V> action);

  /** A task with the result of the task that the next step gives. */
  <U extends @Nullable Object> Task<U> thenCompose(Function<? super V, Task<U>> next);

  /** A task with what the handler makes of the result or the failure; one of the two is null. */
  <U extends @Nullable Object> Task<U> handle(
      BiFunction<@Nullable V, @Nullable RuntimeException, ? extends U> handler);

  /** A task that replaces a failure by a result. */
  Task<V> exceptionally(Function<RuntimeException, ? extends V> replacement);
}
