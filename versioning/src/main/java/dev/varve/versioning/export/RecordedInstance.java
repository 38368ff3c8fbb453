package dev.varve.versioning.export;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * An instance as it was recorded.
 *
 * @param function the orchestrator of the current execution
 * @param redacted whether the values in what follows are missing
 * @param inbox what waits, in order; to be asked for once and before the history, so that nothing
 *     that moves there meanwhile is missed
 * @param history the turns of the current execution in parts, in order; to be gone over once
 */
public record RecordedInstance(
    String instanceId,
    String executionId,
    FunctionName function,
    OrchestrationRuntimeStatus status,
    boolean redacted,
    Supplier<Inbox> inbox,
    Iterator<List<HistoryTurn>> history) {
  /**
   * What waits for an instance, as far as it was read.
   *
   * @param events the first {@value #MOST} at most
   * @param complete whether they are all
   */
  public record Inbox(List<InputEvent> events, boolean complete) {
    /** How many are read. */
    public static final int MOST = 10_000;

    /** Keeps a copy of the list. */
    public Inbox {
      events = List.copyOf(events);
    }
  }
}
