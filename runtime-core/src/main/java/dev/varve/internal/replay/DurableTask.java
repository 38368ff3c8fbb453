package dev.varve.internal.replay;

import dev.varve.OrchestrationException;
import dev.varve.Task;
import dev.varve.TaskCanceledException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A task of one execution. Touched by the orchestrator's thread only. */
final class DurableTask<V extends @Nullable Object> implements Task<V> {
  private static final int OPEN = Integer.MAX_VALUE;

  private final Execution execution;
  private final Runnable onCancel;
  private @Nullable V value;
  private @Nullable RuntimeException failure;
  private int order = OPEN;
  private List<Runnable> callbacks = List.of();
  private @Nullable DurableTask<?> behind;
  private Runnable onRewind = () -> {};

  DurableTask(Execution execution, Runnable onCancel) {
    this.execution = execution;
    this.onCancel = onCancel;
  }

  /** Whether its callbacks would run on that execution's thread. */
  boolean isOf(Execution other) {
    return execution.equals(other);
  }

  /** What to do when the failure of this task is cut and its work begins anew. */
  void onRewind(Runnable action) {
    onRewind = action;
  }

  void rewound() {
    onRewind.run();
  }

  void complete(V result) {
    if (!isSettled()) {
      value = result;
      done();
    }
  }

  void fail(RuntimeException why) {
    if (!isSettled()) {
      failure = why;
      done();
    }
  }

  private void done() {
    order = execution.nextCompletion();
    List<Runnable> due = callbacks;
    callbacks = List.of();
    for (Runnable callback : due) {
      execution.inCallback(callback);
    }
  }

  /** Runs now if the task is done, otherwise when it is. */
  void whenDone(Runnable callback) {
    if (isSettled()) {
      execution.inCallback(callback);
      return;
    }
    if (callbacks.isEmpty()) {
      callbacks = new ArrayList<>(2);
    }
    callbacks.add(callback);
  }

  @Override
  public V await() {
    execution.awaitDone(this);
    learned();
    if (failure != null) {
      throw refreshed(failure);
    }
    return result();
  }

  /** The code is told of this task's failure, or could infer it. */
  void learned() {
    if (failure != null) {
      execution.learned(failure);
    }
  }

  /** The place of the await belongs to the stack trace that a user sees. */
  private static RuntimeException refreshed(RuntimeException failure) {
    if (failure instanceof OrchestrationException) {
      failure.setStackTrace(Thread.currentThread().getStackTrace());
    }
    return failure;
  }

  @SuppressWarnings("NullAway") // A task that completed without failure holds a V, null included.
  private V result() {
    return value;
  }

  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Counts completions in history order; greater for tasks that are not done. */
  int completionOrder() {
    return order;
  }

  /** As {@link #isDone}, unseen by the code. */
  boolean isSettled() {
    return order != OPEN;
  }

  @Override
  public boolean isDone() {
    learned();
    return isSettled();
  }

  @Override
  public boolean isFailed() {
    learned();
    return failure != null;
  }

  @Override
  public boolean isCanceled() {
    learned();
    return failure instanceof TaskCanceledException;
  }

  @Override
  public void cancel() {
    execution.check();
    if (!isSettled()) {
      fail(new TaskCanceledException("the task was cancelled"));
      onCancel.run();
      if (behind != null) {
        behind.cancel();
      }
    }
  }

  @Override
  public <U extends @Nullable Object> Task<U> thenApply(Function<? super V, ? extends U> mapping) {
    return derive(next -> next.complete(mapping.apply(result())), true);
  }

  @Override
  @SuppressWarnings("NullAway") // Void has no other value
  public Task<@Nullable Void> thenAccept(Consumer<? super V> action) {
    return derive(
        next -> {
          action.accept(result());
          next.complete(null);
        },
        true);
  }

  @Override
  public <U extends @Nullable Object> Task<U> thenCompose(Function<? super V, Task<U>> step) {
    return derive(
        next -> {
          DurableTask<U> inner = (DurableTask<U>) step.apply(result());
          next.behind = inner;
          inner.whenDone(() -> {
            if (inner.failure != null) {
              next.fail(inner.failure);
            } else {
              next.complete(inner.result());
            }
          });
        },
        true);
  }

  @Override
  public <U extends @Nullable Object> Task<U> handle(
      BiFunction<@Nullable V, @Nullable RuntimeException, ? extends U> handler) {
    return derive(
        next -> {
          learned();
          next.complete(handler.apply(value, failure));
        },
        false);
  }

  @Override
  public Task<V> exceptionally(Function<RuntimeException, ? extends V> replacement) {
    return derive(
        next -> {
          learned();
          next.complete(failure == null ? result() : replacement.apply(failure));
        },
        false);
  }

  private <U extends @Nullable Object> DurableTask<U> derive(
      Consumer<DurableTask<U>> step, boolean passFailure) {
    execution.check();
    DurableTask<U> next = new DurableTask<>(execution, this::cancel);
    whenDone(() -> {
      if (passFailure && failure != null) {
        next.fail(failure);
        return;
      }
      try {
        step.accept(next);
      } catch (RuntimeException e) {
        next.fail(e);
      }
    });
    return next;
  }
}
