package dev.varve.storage;

import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import java.util.List;

/**
 * What a failed instance goes on from, as one atomic unit (G15).
 *
 * @param instanceId the instance
 * @param failed the execution id that ended; if the instance has another one now, nothing is done
 * @param executionId the execution id it has from now on: that of the same execution behind one
 *     more rewind, see {@link dev.varve.history.ExecutionIds}
 * @param history replaces the history so far, with sequences counting on from it: what was kept of
 *     it, and a last turn that has not run and begins with the {@code ExecutionRewound}
 * @param timers timers to set
 * @param activities activities for the queue
 */
public record Rewind(
    String instanceId,
    String failed,
    String executionId,
    List<HistoryTurn> history,
    List<TurnCommit.NewTimer> timers,
    List<TaskScheduled> activities) {
  public Rewind {
    history = List.copyOf(history);
    timers = List.copyOf(timers);
    activities = List.copyOf(activities);
  }
}
