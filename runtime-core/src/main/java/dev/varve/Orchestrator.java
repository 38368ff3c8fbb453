package dev.varve;

import org.jspecify.annotations.Nullable;

/**
 * Deterministic code that coordinates durable work. It is replayed from history, so it must take
 * time, randomness, ids and every outside effect from its context, and do everything else in
 * activities.
 *
 * <p>A class named {@code Order_v1} is registered under that name. One object runs one execution.
 *
 * @param <I> type of the input
 * @param <O> type of the output
 */
@FunctionalInterface
public interface Orchestrator<I extends @Nullable Object, O extends @Nullable Object> {
  /**
   * Runs the orchestration. What it returns is the output; what it throws fails the instance.
   *
   * @param context the only way to the outside; to be used on the calling thread only
   */
  O run(OrchestrationContext context, I input) throws Exception;
}
