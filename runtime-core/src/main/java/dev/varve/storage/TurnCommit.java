package dev.varve.storage;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionStarted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything one turn changes, as one atomic unit (G1).
 *
 * <p>Order matters in three places: the status and the next execution are changed first, so that a
 * message to the instance itself is judged by what it is then; children are started next, in order;
 * messages are put last, so that one may be for a child of the same commit.
 *
 * @param instanceId the instance; owned by the session
 * @param executionId the execution the turn belongs to; if another one runs under the id, the
 *     commit is fenced. Empty for whichever runs
 * @param turn appended to its history; its sequence must be the next one (G4)
 * @param consumed the exact ids of the inbox messages the turn took in (G7)
 * @param timers timers to set
 * @param canceledTimers task ids of timers to remove, if they are still there
 * @param activities activities for the queue; local ones are not among them
 * @param canceledActivities task ids of queued activities to remove, if they are still there
 * @param messages for other instances; refused ones (G13) are dropped, and the outcome names them
 * @param children instances to start
 * @param status the status row's change, or empty to leave the row alone
 * @param next the next execution, if the instance continues as new: its history replaces the one so
 *     far, with sequences counting on. Timers, queued activities and answers to the execution so
 *     far go with it, those of this commit included; all other messages stay. A session that does
 *     not serve the next function loses the instance, which is claimable at once. Tags, parent and
 *     times of the row stay
 */
public record TurnCommit(
    String instanceId,
    Optional<String> executionId,
    HistoryTurn turn,
    List<Long> consumed,
    List<NewTimer> timers,
    List<Integer> canceledTimers,
    List<TaskScheduled> activities,
    List<Integer> canceledActivities,
    List<Message> messages,
    List<ChildStart> children,
    Optional<StatusChange> status,
    Optional<NextExecution> next) {

  /**
   * Whether it records that the instance was resumed, which forgets the builds that failed (G14).
   */
  public boolean resumes() {
    return !turn.ran() && turn.inputs().stream().anyMatch(ExecutionResumed.class::isInstance);
  }

  /** A timer, delivered as {@code TimerFired} when it is due. */
  public record NewTimer(int taskId, Instant fireAt) {}

  /**
   * A child to start.
   *
   * @param instance the child; its existing-instance policy is not consulted: a taken id is
   *     refused, also when the same commit took it
   * @param ifTaken goes to the committing instance's own inbox if the child's id is taken; empty
   *     for a detached child, whose start is then dropped
   */
  public record ChildStart(NewInstance instance, Optional<Message> ifTaken) {}

  /**
   * A change of the status row. Finished instances lose their ownership, inbox and timers in the
   * same commit, and are parked no longer.
   *
   * @param customStatus the user's status, or {@link Payload#NULL} for none
   * @param output set when it finished
   * @param failure set when it failed
   */
  public record StatusChange(
      OrchestrationRuntimeStatus status,
      Payload customStatus,
      Payload output,
      Optional<FailureDetails> failure) {}

  /**
   * The execution that follows a continue-as-new.
   *
   * @param turn its first turn, not run yet, with its {@code ExecutionStarted} and the events
   *     carried over; its sequence follows that of the commit's turn, and its commit id is the
   *     same, so that a repetition is recognised (G3)
   */
  public record NextExecution(FunctionName function, HistoryTurn turn) {
    /** The first event of the next execution. */
    public ExecutionStarted started() {
      return (ExecutionStarted) turn.inputs().getFirst();
    }
  }
}
