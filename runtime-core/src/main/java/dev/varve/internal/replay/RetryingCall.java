package dev.varve.internal.replay;

import dev.varve.FailureDetails;
import dev.varve.RetryContext;
import dev.varve.RetryHandler;
import dev.varve.RetryPolicy;
import dev.varve.TaskFailedException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call. Each call has a state machine of its own, so that retries in a fan-out
 * do not touch each other.
 *
 * @param <V> type of the result
 */
final class RetryingCall<V extends @Nullable Object> {
  /** Makes one attempt. */
  interface Attempt<V extends @Nullable Object> {
    /**
     * @param number 1 for the first
     */
    DurableTask<V> make(int number);
  }

  private final ReplayContext context;
  private final Execution execution;
  private final @Nullable RetryPolicy policy;
  private final @Nullable RetryHandler handler;
  private final Attempt<V> attempt;
  private Instant begun;
  private final DurableTask<V> outcome;
  private DurableTask<?> current;
  private int attempts;

  @SuppressWarnings("NullAway") // start() sets current before anyone can see it
  private RetryingCall(
      ReplayContext context,
      Execution execution,
      @Nullable RetryPolicy policy,
      @Nullable RetryHandler handler,
      Attempt<V> attempt) {
    this.context = context;
    this.execution = execution;
    this.policy = policy;
    this.handler = handler;
    this.attempt = attempt;
    this.begun = execution.now();
    this.outcome = new DurableTask<>(execution, () -> current.cancel());
  }

  static <V extends @Nullable Object> DurableTask<V> start(
      ReplayContext context,
      Execution execution,
      @Nullable RetryPolicy policy,
      @Nullable RetryHandler handler,
      Attempt<V> attempt) {
    RetryingCall<V> call = new RetryingCall<>(context, execution, policy, handler, attempt);
    call.next();
    return call.outcome;
  }

  private void next() {
    DurableTask<V> made = attempt.make(++attempts);
    current = made;
    made.onRewind(this::beginAnew);
    made.whenDone(() -> attempted(made));
  }

  /** The attempt that is under way counts as the first. */
  private void beginAnew() {
    attempts = 1;
    begun = execution.now();
  }

  private void attempted(DurableTask<V> made) {
    if (outcome.isSettled()) {
      return;
    }
    RuntimeException failure = made.failure();
    if (failure == null) {
      outcome.complete(made.await());
      return;
    }
    try {
      goOnAfter(failure);
    } catch (RuntimeException e) {
      execution.retried(failure);
      // What a retry handler throws belongs to this call, not to whatever is awaited now.
      outcome.fail(e);
    }
  }

  private void goOnAfter(RuntimeException failure) {
    if (failure instanceof TaskFailedException failed && mayRetry(failed.details())) {
      execution.retried(failure);
      retryAfter(policy == null ? Duration.ZERO : policy.intervalBefore(attempts));
    } else {
      outcome.fail(failure);
    }
  }

  private boolean mayRetry(FailureDetails failure) {
    if (failure.nonRetriable()) {
      return false;
    }
    Duration elapsed = Duration.between(begun, execution.now());
    if (policy != null && !allows(policy, elapsed)) {
      return false;
    }
    return handler == null || handler.handle(new RetryContext(context, failure, attempts, elapsed));
  }

  private boolean allows(RetryPolicy limits, Duration elapsed) {
    if (attempts >= limits.maxNumberOfAttempts()) {
      return false;
    }
    Duration next = elapsed.plus(limits.intervalBefore(attempts));
    return limits.retryTimeout() == null || next.compareTo(limits.retryTimeout()) <= 0;
  }

  private void retryAfter(Duration delay) {
    if (delay.isZero()) {
      next();
      return;
    }
    DurableTask<@Nullable Void> timer = context.timer(execution.now().plus(delay));
    current = timer;
    timer.whenDone(() -> {
      if (timer.failure() == null) {
        next();
      }
    });
  }
}
