package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;

/** A hint that an instance's status row changed. */
public record InstanceChange(String instanceId, OrchestrationRuntimeStatus status) {}
