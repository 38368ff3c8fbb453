package dev.varve;

/** What an activity can know about its call. Thread-safe. */
public interface ActivityContext {
  /** The name and version that runs. */
  FunctionName function();

  /** The instance that called. */
  String instanceId();

  /** The execution of the instance that called. */
  String executionId();

  /** The number of this attempt's call in its instance; differs between attempts. */
  int taskId();

  /** 1 for the first attempt, counted up by the retry policy. */
  int attempt();

  /**
   * The same for all attempts and deliveries of one call and different for every other call: hand
   * it to services that can drop duplicates.
   */
  String idempotencyKey();

  /**
   * Whether the result is no longer wanted: the call was cancelled or timed out, or the instance
   * ended. The running thread is interrupted as well.
   */
  boolean isCanceled();
}
