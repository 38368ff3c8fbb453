package dev.varve.versioning.export;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.HistoryTurn;
import java.util.Iterator;
import java.util.List;

/**
 * An instance as it was recorded.
 *
 * @param function the orchestrator of the current execution
 * @param history the turns of the current execution in parts, in order; to be gone over once
 */
public record RecordedInstance(
    String instanceId,
    String executionId,
    FunctionName function,
    OrchestrationRuntimeStatus status,
    Iterator<List<HistoryTurn>> history) {}
