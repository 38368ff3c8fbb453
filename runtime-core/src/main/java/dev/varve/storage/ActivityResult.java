package dev.varve.storage;

import dev.varve.history.InputEvent;

/**
 * The outcome of a queued activity.
 *
 * @param activityId the row it answers
 * @param answer TaskCompleted or TaskFailed
 */
public record ActivityResult(long activityId, InputEvent.Answer answer) {}
