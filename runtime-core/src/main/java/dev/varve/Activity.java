package dev.varve;

import org.jspecify.annotations.Nullable;

/**
 * Ordinary code with effects. Runs at least once for each call; its result enters history once. Use
 * {@link ActivityContext#idempotencyKey} where running twice would hurt. Called from many threads.
 *
 * @param <I> type of the input
 * @param <O> type of the output
 */
@FunctionalInterface
public interface Activity<I extends @Nullable Object, O extends @Nullable Object> {
  /** Does the work. What it throws fails the attempt. */
  O run(ActivityContext context, I input) throws Exception;
}
