package dev.varve.internal.engine;

import dev.varve.InstanceNotFailedException;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.ExecutionIds;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.ParentInstance;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.Rewind;
import dev.varve.storage.RewindOutcome;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit.ChildStart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Rewinds instances, drives the children of rewound ones anew, and makes room for them. Needs no
 * code, only histories. Thread-safe.
 */
final class Rewinds {
  private static final int HISTORY_PAGE = 1_000;

  private final Core core;
  private final Supplier<Instant> now;

  /**
   * @param now the store's time
   */
  Rewinds(Core core, Supplier<Instant> now) {
    this.core = core;
    this.now = now;
  }

  /**
   * Rewinds an instance that has failed.
   *
   * @throws InstanceNotFoundException if there is no such instance
   * @throws InstanceNotFailedException if it is not FAILED
   */
  void rewind(String instanceId, String reason) {
    InstanceRow row;
    do {
      row =
          core.hub()
              .instance(instanceId)
              .orElseThrow(() -> new InstanceNotFoundException(instanceId));
      if (row.status() != OrchestrationRuntimeStatus.FAILED) {
        throw new InstanceNotFailedException(instanceId, row.status());
      }
    } while (!rewind(row, history(instanceId), reason, 0));
  }

  /** False if the instance has changed since it was read. */
  private boolean rewind(InstanceRow row, List<HistoryTurn> history, String reason, int forParent) {
    if (history.isEmpty() || history.getLast().sequence() != row.lastSequence()) {
      return false;
    }
    Rewind rewind =
        RewindPlan.of(
            row.instanceId(),
            history,
            row.executionId(),
            reason,
            forParent,
            now.get(),
            core.ports().ids().commitId());
    return written(rewind) instanceof RewindOutcome.Rewound;
  }

  /** Asks once more if the answer was lost: the store knows by the commit id whether it is done. */
  private RewindOutcome written(Rewind rewind) {
    try {
      return Stores.join(core.hub().rewind(rewind));
    } catch (StorageException e) {
      if (!e.outcomeUnknown()) {
        throw e;
      }
      return Stores.join(core.hub().rewind(rewind));
    }
  }

  private List<HistoryTurn> history(String instanceId) {
    List<HistoryTurn> all = new ArrayList<>();
    List<HistoryTurn> page;
    do {
      long after = all.isEmpty() ? 0 : all.getLast().sequence();
      page = core.hub().history(instanceId, after, HISTORY_PAGE);
      all.addAll(page);
    } while (page.size() == HISTORY_PAGE);
    return all;
  }

  /**
   * Drives the open children of a rewound instance anew, before its code runs. Failed ones are
   * rewound, each for this rewind once; ones that ended otherwise answer again; ones that are gone
   * start again; ones that still run answer when they end. May be repeated: answers that come twice
   * are taken in once.
   *
   * @param mark the rewind
   */
  void driveChildren(InstanceState parent, ExecutionRewound mark) {
    for (SubOrchestrationInstanceCreated child : parent.work().openChildren()) {
      boolean settled;
      do {
        settled = drive(parent, child, mark);
      } while (!settled);
    }
  }

  /** False if the child has changed since it was read. */
  private boolean drive(
      InstanceState parent, SubOrchestrationInstanceCreated child, ExecutionRewound mark) {
    Optional<InstanceRow> found = core.hub().instance(child.instanceId());
    if (found.isEmpty()) {
      return start(parent, child);
    }
    InstanceRow row = found.get();
    List<HistoryTurn> history = history(child.instanceId());
    if (history.isEmpty()) {
      return false;
    }
    if (!isChild(RewindPlan.started(history), parent, child.taskId())) {
      return start(parent, child);
    }
    if (!row.status().isFinished()) {
      return true;
    }
    if (row.status() == OrchestrationRuntimeStatus.FAILED && !rewoundFor(history, mark.number())) {
      return rewind(row, history, mark.reason(), mark.number());
    }
    answer(parent, ChildStarts.answer(child.taskId(), row.status(), row.output(), row.failure()));
    return true;
  }

  private static boolean isChild(ExecutionStarted started, InstanceState parent, int taskId) {
    return new ParentInstance(parent.instanceId(), parent.started().executionId(), taskId)
        .equals(started.parent());
  }

  private static boolean rewoundFor(List<HistoryTurn> history, int number) {
    for (HistoryTurn turn : history.reversed()) {
      if (!turn.inputs().isEmpty() && turn.inputs().getFirst() instanceof ExecutionRewound mark) {
        return mark.forParent() == number;
      }
    }
    return false;
  }

  /**
   * Removes what stands in the way of children that the code of a rewound instance starts now:
   * ended children that a rewind has cut, under the same ids. What undoes earlier steps is done
   * again if the call fails again, and may give its child the same id.
   */
  void makeRoom(InstanceState parent, List<DecisionEvent> decisions) {
    if (ExecutionIds.rewinds(parent.executionId()) > 0) {
      for (DecisionEvent decision : decisions) {
        if (decision instanceof SubOrchestrationInstanceCreated child
            && isTakenByCutChild(parent, child.instanceId())) {
          Optional<String> id = Optional.of(child.instanceId());
          var unused = core.hub().purge(new PurgeRequest(id, Optional.empty(), Set.of(), 1));
        }
      }
    }
  }

  private boolean isTakenByCutChild(InstanceState parent, String id) {
    Optional<InstanceRow> row =
        core.hub().instance(id).filter(found -> found.status().isFinished());
    List<HistoryTurn> begin = row.isPresent() ? core.hub().history(id, 0, 1) : List.of();
    return !begin.isEmpty()
        && RewindPlan.started(begin).parent() instanceof ParentInstance of
        && isChild(RewindPlan.started(begin), parent, of.taskId())
        && !hasDecided(parent, of.taskId());
  }

  /** Whether the decision is in the history that the parent has now. */
  private boolean hasDecided(InstanceState parent, int taskId) {
    return history(parent.instanceId()).stream()
        .flatMap(turn -> turn.decisions().stream())
        .anyMatch(decision ->
            decision instanceof SubOrchestrationInstanceCreated child && child.taskId() == taskId);
  }

  /** The child is gone, or was never started since its id was taken. */
  private boolean start(InstanceState parent, SubOrchestrationInstanceCreated child) {
    ChildStart start =
        ChildStarts.of(child, parent.instanceId(), parent.started(), now.get(), core.ports().ids());
    StartOutcome outcome = Stores.join(core.hub().start(List.of(start.instance()))).getFirst();
    if (!(outcome instanceof StartOutcome.Started)) {
      start.ifTaken().ifPresent(message -> answer(parent, (Answer) message.event()));
    }
    return true;
  }

  /** If the instance takes it no more, it is somebody else's by now. */
  private void answer(InstanceState parent, Answer answer) {
    Message message = new Message(parent.instanceId(), Optional.of(parent.executionId()), answer);
    Stores.join(core.hub().send(List.of(message)));
  }
}
