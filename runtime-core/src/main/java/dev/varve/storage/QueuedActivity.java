package dev.varve.storage;

import dev.varve.history.DecisionEvent.TaskScheduled;

/**
 * An activity from the queue.
 *
 * @param id unique in the hub
 * @param instanceId who waits for it
 * @param executionId the execution that scheduled it
 * @param task what to run
 * @param deliveries how often it was claimed, this time included; more than 1 after a crash
 */
public record QueuedActivity(
    long id, String instanceId, String executionId, TaskScheduled task, int deliveries) {}
