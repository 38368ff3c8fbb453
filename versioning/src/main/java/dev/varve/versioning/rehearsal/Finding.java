package dev.varve.versioning.rehearsal;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;

/**
 * The verdict on one instance.
 *
 * @param function the orchestrator it runs on
 */
public record Finding(
    String instanceId, FunctionName function, OrchestrationRuntimeStatus status, Verdict verdict) {}
