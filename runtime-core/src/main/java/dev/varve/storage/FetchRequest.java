package dev.varve.storage;

/**
 * How much a worker can take now.
 *
 * @param maxInstances the most instances to claim anew; messages for owned ones come regardless
 * @param maxActivities the most queued activities to claim
 * @param maxHistoryTurns the most turns of history to send along per instance
 */
public record FetchRequest(int maxInstances, int maxActivities, int maxHistoryTurns) {}
