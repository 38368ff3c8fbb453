package dev.varve.internal.engine;

import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.replay.Execution;
import dev.varve.internal.replay.LiveDecisions;
import dev.varve.internal.replay.PutOffStart;
import dev.varve.internal.replay.TurnResult;
import dev.varve.internal.replay.TurnResult.Progress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The code of an instance in memory, if it is: on its own thread, at the point its history left it.
 * Moved by the instance's mover; watched by anybody.
 */
final class ResidentCode {
  private final String instanceId;
  private final Core core;
  private volatile @Nullable Execution execution;
  private volatile long turnBegan;
  private Progress progress = new Progress.Waiting();

  ResidentCode(String instanceId, Core core) {
    this.instanceId = instanceId;
    this.core = core;
  }

  boolean isLoaded() {
    return execution != null;
  }

  /** How the execution stands after what it was given last. */
  Progress progress() {
    return progress;
  }

  /** Goes over a part of the history; the first part brings the code into memory. */
  void replay(ExecutionStarted started, LiveDecisions decisions, List<HistoryTurn> turns) {
    Execution loaded = execution;
    if (loaded == null) {
      loaded = load(started, decisions);
      execution = loaded;
    }
    progress = loaded.replay(turns).progress();
  }

  private Execution load(ExecutionStarted started, LiveDecisions decisions) {
    ThreadFactory threads = core.ports().scheduler().orchestratorThreads();
    return PutOffStart.is(started)
        ? PutOffStart.execution(instanceId, started, decisions, threads)
        : new Execution(
            instanceId,
            core.registry().orchestrator(started.function()).orElseThrow(),
            core.converter(),
            decisions,
            threads);
  }

  /** Runs the code over the inputs of a turn. */
  TurnResult run(HistoryTurn turn) {
    Execution loaded = execution;
    if (loaded == null) {
      throw new IllegalStateException("the code of instance '" + instanceId + "' is not in memory");
    }
    turnBegan = core.ports().clock().nanoTime() | 1;
    try {
      TurnResult result = loaded.run(turn.time(), turn.inputs());
      progress = result.progress();
      return result;
    } finally {
      turnBegan = 0;
    }
  }

  /** Takes the code off its thread. */
  void forget() {
    Execution loaded = execution;
    execution = null;
    progress = new Progress.Waiting();
    if (loaded != null && loaded.evict()) {
      EngineLog.log.error(
          "{} of instance '{}' catches Throwable in a loop and does not leave its thread, which is"
              + " lost; let Errors pass",
          loaded.function(),
          instanceId);
    }
  }

  /** When the turn that runs now began, by the engine's clock; 0 if none runs. */
  long turnBegan() {
    return turnBegan;
  }

  /** The thread of the code. */
  Optional<Thread> thread() {
    return Optional.ofNullable(execution).map(Execution::thread);
  }
}
