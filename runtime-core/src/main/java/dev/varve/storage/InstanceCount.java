package dev.varve.storage;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;

/**
 * How many instances of one function have one status.
 *
 * @param parked how many of them are parked
 */
public record InstanceCount(
    FunctionName function, OrchestrationRuntimeStatus status, long count, long parked) {}
