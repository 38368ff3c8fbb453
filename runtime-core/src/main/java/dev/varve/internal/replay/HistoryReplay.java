package dev.varve.internal.replay;

import dev.varve.DataConverter;
import dev.varve.FunctionName;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.replay.TurnResult.Progress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Registered code over a recorded history, and nothing beyond its end: no new turn runs, so nothing
 * is decided, asked or written. For one thread, which may wait; others may look where it stands.
 */
public final class HistoryReplay implements AutoCloseable {
  private final Execution execution;

  /**
   * @param threads makes the code's thread
   */
  public HistoryReplay(
      String instanceId, OrchestratorCode code, DataConverter converter, ThreadFactory threads) {
    this.execution = new Execution(instanceId, code, converter, NothingLive.INSTANCE, threads);
  }

  /**
   * Goes over the history.
   *
   * @param parts the turns of one execution, in order
   * @return how the execution stands behind the last turn, or where the code no longer fits
   */
  public Progress over(Iterator<List<HistoryTurn>> parts) {
    Progress progress = new Progress.Waiting();
    while (parts.hasNext() && progress instanceof Progress.Waiting) {
      progress = execution.replay(parts.next()).progress();
    }
    return progress;
  }

  /**
   * The values among inputs to come that the code waits for, in order. The code is not told of
   * them.
   *
   * @param coming what lies in the inbox, in order
   */
  public List<AwaitedValue> awaited(List<? extends InputEvent> coming) {
    return execution.awaited(coming);
  }

  /** The thread of the code. */
  public Thread thread() {
    return execution.thread();
  }

  /** Takes the code off its thread. */
  @Override
  public void close() {
    execution.evict();
  }

  /** Replay reads what was decided; only a live turn would ask. */
  private enum NothingLive implements LiveDecisions {
    INSTANCE;

    @Override
    public CallResolution activity(ExecutionStarted caller, String requested) {
      return beyond(requested);
    }

    @Override
    public CallResolution child(ExecutionStarted caller, String requested, VersionChoice choice) {
      return beyond(requested);
    }

    @Override
    public CallResolution next(ExecutionStarted caller, VersionChoice choice) {
      return beyond("continueAsNew");
    }

    @Override
    public Placement placement(FunctionName activity) {
      return Placement.LOCAL;
    }

    private static CallResolution beyond(String requested) {
      return new CallResolution.NotFound(requested + " lies beyond the recorded history");
    }
  }
}
