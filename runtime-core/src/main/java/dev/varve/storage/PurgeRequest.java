package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which finished instances to remove.
 *
 * @param instanceId only this one
 * @param completedBefore only those that finished before this time
 * @param statuses only these; none for every finished status
 * @param maxInstances the size of the batch, at least 1
 */
public record PurgeRequest(
    Optional<String> instanceId,
    Optional<Instant> completedBefore,
    Set<OrchestrationRuntimeStatus> statuses,
    int maxInstances) {
  public PurgeRequest {
    statuses = Set.copyOf(statuses);
  }
}
