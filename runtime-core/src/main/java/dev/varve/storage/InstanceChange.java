package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;
import java.util.Optional;

/**
 * A hint that an instance's status row changed.
 *
 * @param row the row as it is now, exactly as it would be read, if the store has it at hand
 */
public record InstanceChange(
    String instanceId, OrchestrationRuntimeStatus status, Optional<InstanceRow> row) {

  /** A change whose row has to be read. */
  public InstanceChange(String instanceId, OrchestrationRuntimeStatus status) {
    this(instanceId, status, Optional.empty());
  }
}
