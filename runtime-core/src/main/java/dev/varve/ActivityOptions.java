package dev.varve;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an activity is called.
 *
 * @param retryPolicy retries failures, or null
 * @param retryHandler decides about each retry, or null; alone it retries at once, with a policy it
 *     can only refuse what the policy allows
 * @param timeout how long one attempt may run, or null for no bound
 */
public record ActivityOptions(
    @Nullable RetryPolicy retryPolicy,
    @Nullable RetryHandler retryHandler,
    @Nullable Duration timeout) {
  /** No retries, no timeout. */
  public static final ActivityOptions DEFAULT = new ActivityOptions(null, null, null);

  /**
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public ActivityOptions {
    if (timeout != null && !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "timeout is " + timeout + "; give more than zero, or none");
    }
  }

  public ActivityOptions withRetryPolicy(RetryPolicy policy) {
    return new ActivityOptions(policy, retryHandler, timeout);
  }

  public ActivityOptions withRetryHandler(RetryHandler handler) {
    return new ActivityOptions(retryPolicy, handler, timeout);
  }

  public ActivityOptions withTimeout(Duration longest) {
    return new ActivityOptions(retryPolicy, retryHandler, longest);
  }
}
