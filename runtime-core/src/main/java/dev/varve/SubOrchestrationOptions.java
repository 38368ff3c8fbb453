package dev.varve;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a child orchestration is started.
 *
 * @param instanceId the child's id, or null for one made from the parent's execution and the task
 * @param version which version to start
 * @param retryPolicy retries failures, or null; with an explicit id, retries replace nothing and so
 *     need the id to be free again
 * @param retryHandler decides about each retry, or null
 * @param startTime the earliest start, or null for at once
 */
public record SubOrchestrationOptions(
    @Nullable String instanceId,
    VersionChoice version,
    @Nullable RetryPolicy retryPolicy,
    @Nullable RetryHandler retryHandler,
    @Nullable Instant startTime) {
  /** An id of its own, the parent's version set, no retries. */
  public static final SubOrchestrationOptions DEFAULT =
      new SubOrchestrationOptions(null, VersionChoice.inherit(), null, null, null);

  /**
   * @throws IllegalArgumentException if the instance id or the start time breaks its rules
   */
  public SubOrchestrationOptions {
    if (instanceId != null) {
      Names.requireInstanceId(instanceId);
    }
    if (startTime != null) {
      Names.requireTime("start time", startTime);
    }
  }

  public SubOrchestrationOptions withInstanceId(String id) {
    return new SubOrchestrationOptions(id, version, retryPolicy, retryHandler, startTime);
  }

  public SubOrchestrationOptions withVersion(VersionChoice choice) {
    return new SubOrchestrationOptions(instanceId, choice, retryPolicy, retryHandler, startTime);
  }

  public SubOrchestrationOptions withRetryPolicy(RetryPolicy policy) {
    return new SubOrchestrationOptions(instanceId, version, policy, retryHandler, startTime);
  }

  public SubOrchestrationOptions withRetryHandler(RetryHandler handler) {
    return new SubOrchestrationOptions(instanceId, version, retryPolicy, handler, startTime);
  }

  public SubOrchestrationOptions withStartTime(Instant earliest) {
    return new SubOrchestrationOptions(instanceId, version, retryPolicy, retryHandler, earliest);
  }
}
