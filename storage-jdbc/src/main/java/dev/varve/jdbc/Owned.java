package dev.varve.jdbc;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.TurnCommit.StatusChange;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session knows of an instance it owns. While it owns it, only its own commits change these
 * facts, so nothing has to be read on the hot path.
 *
 * @param instance its number in the database
 * @param function the number of what it runs
 * @param holds see {@link Holds}
 * @param hasQueueRows whether it may have queued activities
 * @param since when the session took it, in microseconds by the store's clock
 * @param started the row as it was when this session started it; null if it was claimed, or
 *     continued as new
 * @param handed ids of messages handed out in this ownership; touched under the fetch lock only
 */
record Owned(
    long instance,
    String id,
    String executionId,
    FunctionName name,
    long function,
    int holds,
    OrchestrationRuntimeStatus status,
    boolean parked,
    int crashes,
    long lastSequence,
    boolean hasQueueRows,
    long since,
    @Nullable InstanceRow started,
    Set<Long> handed) {

  long lane() {
    return Holds.lane(function, holds);
  }

  Owned after(long sequence, OrchestrationRuntimeStatus newStatus, int newHolds, boolean queued) {
    return new Owned(
        instance,
        id,
        executionId,
        name,
        function,
        newHolds,
        newStatus,
        parked,
        0,
        sequence,
        hasQueueRows || queued,
        since,
        started,
        handed);
  }

  Owned unparked() {
    return new Owned(
        instance,
        id,
        executionId,
        name,
        function,
        holds & Holds.SUSPENDED,
        status,
        false,
        crashes,
        lastSequence,
        hasQueueRows,
        since,
        started,
        handed);
  }

  Owned continued(FunctionName newName, long newFunction, String newExecutionId, long sequence) {
    return new Owned(
        instance,
        id,
        newExecutionId,
        newName,
        newFunction,
        holds,
        status,
        parked,
        crashes,
        sequence,
        false,
        since,
        null,
        handed);
  }

  /** The row with this end; null if it is not known without reading. */
  @Nullable InstanceRow ended(StatusChange end, long now, long sequence) {
    if (started == null) {
      return null;
    }
    return new InstanceRow(
        started.hub(),
        id,
        executionId,
        name,
        end.status(),
        Optional.empty(),
        started.createdAt(),
        Row.time(now),
        Optional.of(Row.time(now)),
        started.scheduledStart(),
        end.customStatus(),
        end.output(),
        end.failure(),
        started.tags(),
        started.parentId(),
        started.versionSetId(),
        sequence);
  }
}
