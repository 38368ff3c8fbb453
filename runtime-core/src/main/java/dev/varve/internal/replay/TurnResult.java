package dev.varve.internal.replay;

import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.InputEvent.EventRaised;
import java.util.List;

/**
 * What a turn came to.
 *
 * @param decisions new decisions, in order; empty for a replay
 * @param progress how the execution stands after it
 * @param customStatus the custom status now
 * @param customStatusChanged whether this turn changed it
 */
public record TurnResult(
    List<DecisionEvent> decisions,
    Progress progress,
    Payload customStatus,
    boolean customStatusChanged) {

  /** How an execution stands. */
  public sealed interface Progress {
    /** It waits for something. */
    record Waiting() implements Progress {}

    /** It ended. */
    record Finished(ExecutionCompleted completed) implements Progress {}

    /**
     * It goes on in a new execution.
     *
     * @param carried events nobody waited for, in order
     * @param nextTaskId the number of the next execution's first decision
     */
    record Continued(ContinueAsNew next, List<EventRaised> carried, int nextTaskId)
        implements Progress {}

    /** The code does not fit its history. Nothing may be recorded. */
    record Diverged(Divergence divergence) implements Progress {}

    /** The code calls something that does not exist. Nothing may be recorded. */
    record Unresolved(String explanation) implements Progress {}

    /**
     * The code cannot read the input that a version, perhaps its own, gave when it continued as
     * this one. Nothing may be recorded.
     *
     * @param giver the version that gave it
     */
    record Unreadable(FunctionName giver, String why) implements Progress {}

    /** The turn could not be run to its end. Nothing may be recorded; it is to be run again. */
    record Interrupted(String why) implements Progress {}
  }
}
