package dev.varve.internal.replay;

import dev.varve.CompositeTaskFailedException;
import dev.varve.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks made of tasks. */
final class Composite {
  private Composite() {}

  static <V extends @Nullable Object> DurableTask<List<V>> allOf(
      Execution execution, List<? extends Task<? extends V>> tasks) {
    List<DurableTask<? extends V>> parts = parts(execution, tasks);
    DurableTask<List<V>> all = new DurableTask<>(execution, () -> cancel(parts));
    int[] open = {parts.size()};
    if (parts.isEmpty()) {
      all.complete(List.of());
    }
    for (DurableTask<? extends V> part : parts) {
      part.whenDone(() -> {
        if (--open[0] == 0) {
          finish(all, parts);
        }
      });
    }
    return all;
  }

  private static <V extends @Nullable Object> void finish(
      DurableTask<List<V>> all, List<DurableTask<? extends V>> parts) {
    List<RuntimeException> failures = new ArrayList<>(0);
    List<V> results = new ArrayList<>(parts.size());
    for (DurableTask<? extends V> part : parts) {
      RuntimeException failure = part.failure();
      if (failure == null) {
        results.add(part.await());
      } else {
        failures.add(failure);
      }
    }
    if (failures.isEmpty()) {
      all.complete(results);
    } else {
      all.fail(new CompositeTaskFailedException(failures));
    }
  }

  static DurableTask<Task<?>> anyOf(Execution execution, List<? extends Task<?>> tasks) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("anyOf needs at least one task");
    }
    List<DurableTask<?>> parts = parts(execution, tasks);
    DurableTask<Task<?>> any = new DurableTask<>(execution, () -> cancel(parts));
    DurableTask<?> first = parts.getFirst();
    for (DurableTask<?> part : parts) {
      if (part.completionOrder() < first.completionOrder()) {
        first = part;
      }
    }
    if (first.isSettled()) {
      win(any, first);
      return any;
    }
    for (DurableTask<?> part : parts) {
      part.whenDone(() -> win(any, part));
    }
    return any;
  }

  /** Which task was first tells the code of its failure, also if it never asks for that. */
  private static void win(DurableTask<Task<?>> any, DurableTask<?> first) {
    if (!any.isSettled()) {
      first.learned();
      any.complete(first);
    }
  }

  private static void cancel(List<? extends DurableTask<?>> parts) {
    parts.forEach(DurableTask::cancel);
  }

  @SuppressWarnings("unchecked") // every task of an execution is a DurableTask
  private static <T extends DurableTask<?>> List<T> parts(
      Execution execution, List<? extends Task<?>> tasks) {
    List<T> parts = new ArrayList<>(tasks.size());
    for (Task<?> task : tasks) {
      if (!(task instanceof DurableTask<?> durable)) {
        throw new IllegalArgumentException(
            task + " is not a task of this orchestration; give tasks that its context returned");
      }
      if (!durable.isOf(execution)) {
        throw new IllegalArgumentException(
            "a task of another execution was given; give tasks that this orchestration's own"
                + " context returned, and keep no task in a static field");
      }
      parts.add((T) task);
    }
    return parts;
  }
}
