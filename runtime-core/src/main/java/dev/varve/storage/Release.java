package dev.varve.storage;

import dev.varve.history.InputEvent;
import java.util.List;
import java.util.Optional;

/**
 * Giving up an instance. If it is neither parked nor due, its count of crashes is cleared: this
 * owner had nothing left to do for it, and survived.
 *
 * @param instanceId the instance; owned by the session
 * @param results local results that no turn took in; they go to its inbox as the first of what
 *     waits
 * @param park why it cannot go on, if it is parked
 * @param due whether it is claimable at once, also with an empty inbox: its last turn has not run,
 *     or it has open local activities
 */
public record Release(
    String instanceId, List<InputEvent> results, Optional<ParkRecord> park, boolean due) {}
