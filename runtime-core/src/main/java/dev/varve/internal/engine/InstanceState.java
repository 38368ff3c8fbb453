package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.ExecutionIds;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.TurnCommit.StatusChange;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an owner knows of an instance without running its code: the fold of its history, and its
 * status.
 */
final class InstanceState {
  private static final int BYTES_PER_EVENT = 200;

  private final String instanceId;
  private FunctionName function;
  private OrchestrationRuntimeStatus status;
  private Payload customStatus = Payload.NULL;
  private OpenWork work = new OpenWork();
  private BitSet answered = new BitSet();
  private @Nullable ExecutionStarted started;
  private @Nullable ExecutionRewound rewound;
  private int rewinds;
  private boolean unrun;
  private boolean hasRun;
  private long lastSequence;
  private Instant lastTime = Instant.EPOCH;
  private long weight;

  InstanceState(String instanceId, FunctionName function, OrchestrationRuntimeStatus status) {
    this.instanceId = instanceId;
    this.function = function;
    this.status = status;
  }

  /** Takes in a turn that was read from the history. */
  void apply(HistoryTurn turn) {
    if (!turn.inputs().isEmpty() && turn.inputs().getFirst() instanceof ExecutionStarted first) {
      started = first;
      function = first.function();
      work = new OpenWork();
      answered = new BitSet();
      hasRun = turn.sequence() > 1; // a new instance begins with 1
      rewinds = 0;
      weight = 0;
    }
    work.apply(turn);
    committed(turn);
  }

  /** Takes in a turn that was made here and whose work is taken in already. */
  void committed(HistoryTurn turn) {
    lastSequence = turn.sequence();
    lastTime = turn.time();
    unrun = !turn.ran();
    hasRun |= turn.ran();
    rewound = turn.ran() ? null : rewound;
    weight += weigh(turn);
    for (InputEvent input : turn.inputs()) {
      if (input instanceof InputEvent.Answer answer) {
        answered.set(Math.max(0, answer.taskId() - started().firstTaskId() + 1));
      } else if (input instanceof ExecutionRewound mark) {
        rewinds = mark.number();
        rewound = turn.ran() ? null : mark;
      }
    }
  }

  void apply(StatusChange change) {
    status = change.status();
    customStatus = change.customStatus();
  }

  /** The turn that comes next. */
  HistoryTurn next(
      Instant now,
      long commitId,
      boolean ran,
      List<InputEvent> inputs,
      List<DecisionEvent> decisions) {
    return new HistoryTurn(lastSequence + 1, turnTime(now), commitId, ran, inputs, decisions);
  }

  /** Turn times never go back. */
  Instant turnTime(Instant now) {
    return now.isBefore(lastTime) ? lastTime : now;
  }

  String instanceId() {
    return instanceId;
  }

  FunctionName function() {
    return function;
  }

  OrchestrationRuntimeStatus status() {
    return status;
  }

  boolean isSuspended() {
    return status == OrchestrationRuntimeStatus.SUSPENDED;
  }

  Payload customStatus() {
    return customStatus;
  }

  OpenWork work() {
    return work;
  }

  /** Whether the history has an answer to the same decision. */
  boolean isAnswered(InputEvent.Answer answer) {
    return answered.get(Math.max(0, answer.taskId() - started().firstTaskId() + 1));
  }

  /** Whether this answers a decision of an execution before this one; the store has dropped it. */
  boolean isPast(InputEvent input) {
    return started != null
        && input instanceof InputEvent.Answer answer
        && answer.taskId() < started.firstTaskId();
  }

  /** The id of the execution, with the rewinds it has behind it: what its answers must carry. */
  String executionId() {
    return ExecutionIds.rewound(started().executionId(), rewinds);
  }

  /** The mark of a rewind behind which the code has not run yet; null if there is none. */
  @Nullable ExecutionRewound rewound() {
    return rewound;
  }

  /** Whether inputs are recorded that the code has not seen. */
  boolean unrun() {
    return unrun;
  }

  /** Whether code of this instance has taken a turn, in this execution or one before. */
  boolean hasRun() {
    return hasRun;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Bytes in memory, roughly. */
  long weight() {
    return weight;
  }

  ExecutionStarted started() {
    if (started == null) {
      throw new IllegalStateException("the history of instance '" + instanceId + "' has no start");
    }
    return started;
  }

  private static long weigh(HistoryTurn turn) {
    long bytes = (long) BYTES_PER_EVENT * turn.size();
    for (InputEvent input : turn.inputs()) {
      bytes +=
          switch (input) {
            case ExecutionStarted e -> 2L * e.input().length();
            case InputEvent.TaskCompleted e -> 2L * e.result().length();
            case InputEvent.SubOrchestrationInstanceCompleted e -> 2L * e.result().length();
            case InputEvent.EventRaised e -> 2L * e.payload().length();
            case InputEvent.TaskFailed e -> 2L * e.failure().stackTrace().length();
            case InputEvent.SubOrchestrationInstanceFailed e ->
                2L * e.failure().stackTrace().length();
            case InputEvent.TimerFired e -> 0;
            case InputEvent.TaskQueued e -> 0;
            case ExecutionRewound e -> 0;
            case InputEvent.Management e -> 0;
          };
    }
    return bytes;
  }
}
