package dev.varve;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is made again: the first retry after {@code firstRetryInterval}, each later
 * one after the previous interval times {@code backoffCoefficient}, capped.
 *
 * @param maxNumberOfAttempts the first attempt included, at least 1
 * @param firstRetryInterval zero or more
 * @param backoffCoefficient 1.0 or more
 * @param maxRetryInterval the cap of the interval, or null for none
 * @param retryTimeout no attempt starts later than this after the first one started, or null
 */
public record RetryPolicy(
    int maxNumberOfAttempts,
    Duration firstRetryInterval,
    double backoffCoefficient,
    @Nullable Duration maxRetryInterval,
    @Nullable Duration retryTimeout) {

  private static final Duration LONGEST = Duration.ofDays(3650);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public RetryPolicy {
    if (maxNumberOfAttempts < 1) {
      throw new IllegalArgumentException(
          "maxNumberOfAttempts is " + maxNumberOfAttempts + "; give 1 or more");
    }
    if (firstRetryInterval.isNegative()) {
      throw new IllegalArgumentException(
          "firstRetryInterval is " + firstRetryInterval + "; give zero or more");
    }
    if (!(backoffCoefficient >= 1.0) || Double.isInfinite(backoffCoefficient)) {
      throw new IllegalArgumentException(
          "backoffCoefficient is " + backoffCoefficient + "; give 1.0 or more");
    }
    requirePositive("maxRetryInterval", maxRetryInterval);
    requirePositive("retryTimeout", retryTimeout);
  }

  /** The given number of attempts at even intervals. */
  public static RetryPolicy of(int maxNumberOfAttempts, Duration interval) {
    return new RetryPolicy(maxNumberOfAttempts, interval, 1.0, null, null);
  }

  public RetryPolicy withBackoffCoefficient(double coefficient) {
    return new RetryPolicy(
        maxNumberOfAttempts, firstRetryInterval, coefficient, maxRetryInterval, retryTimeout);
  }

  public RetryPolicy withMaxRetryInterval(Duration longest) {
    return new RetryPolicy(
        maxNumberOfAttempts, firstRetryInterval, backoffCoefficient, longest, retryTimeout);
  }

  public RetryPolicy withRetryTimeout(Duration timeout) {
    return new RetryPolicy(
        maxNumberOfAttempts, firstRetryInterval, backoffCoefficient, maxRetryInterval, timeout);
  }

  /** The wait before the retry with this number, 1 for the first. */
  public Duration intervalBefore(int retry) {
    double factor = Math.pow(backoffCoefficient, retry - 1.0);
    double seconds = firstRetryInterval.getSeconds() + firstRetryInterval.getNano() / 1e9;
    double capped = Math.min(seconds * factor, LONGEST.toSeconds());
    Duration interval =
        factor == 1.0 ? firstRetryInterval : Duration.ofNanos(Math.round(capped * 1e9));
    return maxRetryInterval != null && interval.compareTo(maxRetryInterval) > 0
        ? maxRetryInterval
        : interval;
  }

  private static void requirePositive(String name, @Nullable Duration value) {
    if (value != null && !value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + "; give more than zero, or none");
    }
  }
}
