package dev.varve.storage;

import dev.varve.ExistingInstancePolicy;
import dev.varve.history.InputEvent.ExecutionStarted;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * An instance to start.
 *
 * @param instanceId unique in the hub
 * @param started the first event of its history
 * @param at the turn time of that event, by the store's clock as the caller knows it
 * @param commitId names this start, so that an unknown outcome can be read back
 * @param due when it becomes claimable
 * @param existing what to do if the id is taken
 * @param owner the session of this process that claims it with the start, if any; its status is
 *     RUNNING from the beginning. For a child whose owner is over, none
 */
public record NewInstance(
    String instanceId,
    ExecutionStarted started,
    Instant at,
    long commitId,
    Instant due,
    ExistingInstancePolicy existing,
    OptionalLong owner) {}
