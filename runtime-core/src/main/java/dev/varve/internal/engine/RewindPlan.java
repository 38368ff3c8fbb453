package dev.varve.internal.engine;

import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.Numbered;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCanceled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.ExecutionIds;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.RewindPoint;
import dev.varve.storage.Rewind;
import dev.varve.storage.TurnCommit.NewTimer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a failed instance goes on from, worked out from its history alone, without its code.
 *
 * <p>The history is cut at its {@link RewindPoint}. In front of it, everything is kept but the
 * failures that ended the execution. Behind it, decisions go; what the instance was told there
 * comes again behind the {@link ExecutionRewound}, unless it answers a decision that went. What was
 * scheduled in front of the cut and has no answer is open, and is driven anew: queued activities
 * and timers by the store, local activities and children by whoever takes the instance up.
 */
final class RewindPlan {
  private final List<HistoryTurn> before;
  private final RewindPoint point;
  private final Set<Integer> failed;
  private final long commitId;

  private final List<HistoryTurn> kept = new ArrayList<>();
  private final List<InputEvent> again = new ArrayList<>();
  private final Set<Integer> decided = new HashSet<>();
  private long sequence;
  private int nextTaskId;

  private RewindPlan(List<HistoryTurn> before, long commitId) {
    this.before = before;
    this.point = point(before);
    this.failed = Set.copyOf(point.failed());
    this.commitId = commitId;
    this.sequence = before.getLast().sequence();
    this.nextTaskId = started(before).firstTaskId();
  }

  /**
   * @param history all of the failed execution, in order
   * @param executionId the execution id that failed
   * @param forParent the number of the parent's rewind that asks for this one; 0 if none does
   */
  static Rewind of(
      String instanceId,
      List<HistoryTurn> history,
      String executionId,
      String reason,
      int forParent,
      Instant now,
      long commitId) {
    int number = ExecutionIds.rewinds(executionId) + 1;
    RewindPlan plan = new RewindPlan(history, commitId);
    plan.cut();
    ExecutionRewound marker =
        new ExecutionRewound(
            number,
            reason,
            plan.point.failed(),
            plan.nextTaskId,
            forParent,
            end(history).failure());
    plan.mark(marker, now);
    return new Rewind(
        instanceId,
        executionId,
        ExecutionIds.rewound(ExecutionIds.execution(executionId), number),
        plan.kept,
        plan.timers(),
        plan.queued());
  }

  static ExecutionStarted started(List<HistoryTurn> history) {
    return (ExecutionStarted) history.getFirst().inputs().getFirst();
  }

  private static ExecutionCompleted end(List<HistoryTurn> history) {
    return (ExecutionCompleted) history.getLast().decisions().getLast();
  }

  /**
   * Where to cut; for an end that does not say it, in front of the last turn, whose failures are
   * taken for what ended the execution.
   */
  private static RewindPoint point(List<HistoryTurn> history) {
    RewindPoint recorded = end(history).rewindPoint();
    if (recorded != null) {
      return recorded;
    }
    List<Integer> failures = new ArrayList<>();
    for (InputEvent input : history.getLast().inputs()) {
      if (input instanceof InputEvent.TaskFailed
          || input instanceof InputEvent.SubOrchestrationInstanceFailed) {
        failures.add(((Answer) input).taskId());
      }
    }
    int inputs = 0;
    int decisions = 0;
    for (HistoryTurn turn : history.subList(0, history.size() - 1)) {
      inputs += turn.inputs().size();
      decisions += turn.decisions().size();
    }
    return new RewindPoint(failures, inputs, decisions);
  }

  private void cut() {
    int inputs = 0;
    int decisions = 0;
    boolean unrun = false;
    for (HistoryTurn turn : before) {
      List<InputEvent> told = new ArrayList<>();
      for (InputEvent input : turn.inputs()) {
        if (input instanceof ExecutionRewound mark) {
          nextTaskId = Math.max(nextTaskId, mark.nextTaskId());
        }
        if (inputs++ < point.inputs()) {
          if (!isFailure(input)) {
            told.add(input);
          }
        } else {
          again.add(input);
        }
      }
      List<DecisionEvent> taken = new ArrayList<>();
      for (DecisionEvent decision : turn.decisions()) {
        if (decision instanceof Numbered numbered) {
          nextTaskId = Math.max(nextTaskId, numbered.taskId() + 1);
        }
        if (decisions++ < point.decisions()) {
          taken.add(kept(decision));
        }
      }
      // A turn whose inputs all went is none, unless it ran over inputs of the rows before.
      if (!told.isEmpty() || !taken.isEmpty() || (unrun && turn.ran())) {
        keep(turn, told, taken);
        unrun = !turn.ran();
      }
    }
  }

  private boolean isFailure(InputEvent input) {
    return input instanceof Answer answer && failed.contains(answer.taskId());
  }

  private DecisionEvent kept(DecisionEvent decision) {
    if (!(decision instanceof Numbered numbered)) {
      return decision;
    }
    decided.add(numbered.taskId());
    if (decision instanceof TaskScheduled task && failed.contains(task.taskId())) {
      return task.attempt(1);
    }
    return decision;
  }

  private void keep(HistoryTurn turn, List<InputEvent> told, List<DecisionEvent> taken) {
    kept.add(new HistoryTurn(++sequence, turn.time(), commitId, turn.ran(), told, taken));
  }

  /** Adds the last turn, whose inputs the code is to run over next. */
  private void mark(ExecutionRewound marker, Instant now) {
    Instant last = before.getLast().time();
    Instant time = now.isBefore(last) ? last : now;
    if (kept.isEmpty()) {
      // Nothing was kept: the numbers of what went are avoided from the start.
      ExecutionStarted start = started(before).firstTaskId(nextTaskId);
      kept.add(
          new HistoryTurn(
              ++sequence, before.getFirst().time(), commitId, false, List.of(start), List.of()));
    }
    List<InputEvent> inputs = new ArrayList<>(again.size() + 1);
    inputs.add(marker);
    again.stream().filter(this::comesAgain).forEach(inputs::add);
    kept.add(new HistoryTurn(++sequence, time, commitId, false, inputs, List.of()));
  }

  private boolean comesAgain(InputEvent input) {
    return switch (input) {
      case InputEvent.EventRaised e -> true;
      case Answer answer -> decided.contains(answer.taskId()) && !isFailure(answer);
      case InputEvent.TaskQueued queued -> decided.contains(queued.taskId());
      // The instance is not suspended now, and the mark of an earlier rewind went with its cut.
      case InputEvent.Management e -> false;
      case ExecutionRewound e -> false;
      case ExecutionStarted e -> false;
    };
  }

  private List<NewTimer> timers() {
    Map<Integer, NewTimer> open = new TreeMap<>();
    for (HistoryTurn turn : kept) {
      for (DecisionEvent decision : turn.decisions()) {
        if (decision instanceof TimerCreated timer) {
          open.put(timer.taskId(), new NewTimer(timer.taskId(), timer.fireAt()));
        } else if (decision instanceof TimerCanceled timer) {
          open.remove(timer.taskId());
        }
      }
    }
    for (HistoryTurn turn : kept) {
      for (InputEvent input : turn.inputs()) {
        if (input instanceof Answer answer) {
          open.remove(answer.taskId());
        }
      }
    }
    return List.copyOf(open.values());
  }

  private List<TaskScheduled> queued() {
    OpenWork work = new OpenWork();
    kept.forEach(work::apply);
    return work.activities().stream().filter(task -> task.placement() == Placement.QUEUED).toList();
  }
}
