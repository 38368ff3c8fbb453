package dev.varve.history;

/**
 * Who waits for an execution's outcome.
 *
 * @param instanceId the parent
 * @param executionId the parent's execution that started the child; a later one gets no answer, a
 *     rewind of it does
 * @param taskId the parent's decision that the outcome answers
 */
public record ParentInstance(String instanceId, String executionId, int taskId) {}
