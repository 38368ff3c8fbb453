package dev.varve;

import java.time.Duration;

/**
 * What a retry handler can know.
 *
 * @param orchestrationContext the orchestration's context
 * @param lastFailure why the last attempt failed
 * @param lastAttemptNumber 1 for the first attempt
 * @param totalRetryTime since the first attempt was scheduled
 */
public record RetryContext(
    OrchestrationContext orchestrationContext,
    FailureDetails lastFailure,
    int lastAttemptNumber,
    Duration totalRetryTime) {}
