package dev.varve.storage;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The status row of an instance.
 *
 * @param hub the hub it lives in
 * @param executionId of its current execution, with its rewinds; see {@link
 *     dev.varve.history.ExecutionIds}
 * @param park why it is parked, if it is
 * @param createdAt by the store's clock
 * @param lastUpdatedAt the last change of status, park or execution
 * @param completedAt set when it finished
 * @param scheduledStart the earliest start asked for
 * @param customStatus the user's status, or {@link Payload#NULL}
 * @param output set when it finished
 * @param failure set when it failed
 * @param parentId the instance that started it, if one did
 * @param lastSequence the sequence of its last turn
 */
public record InstanceRow(
    String hub,
    String instanceId,
    String executionId,
    FunctionName function,
    OrchestrationRuntimeStatus status,
    Optional<ParkRecord> park,
    Instant createdAt,
    Instant lastUpdatedAt,
    Optional<Instant> completedAt,
    Optional<Instant> scheduledStart,
    Payload customStatus,
    Payload output,
    Optional<FailureDetails> failure,
    Map<String, String> tags,
    Optional<String> parentId,
    String versionSetId,
    long lastSequence) {
  public InstanceRow {
    tags = Map.copyOf(tags);
  }
}
