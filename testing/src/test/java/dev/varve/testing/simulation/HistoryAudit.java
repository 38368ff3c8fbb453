package dev.varve.testing.simulation;

import dev.varve.Varve;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.Numbered;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.testing.replay.ReplayAssert;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds all executions of one instance against the invariants of histories. */
final class HistoryAudit {
  private static final ReplayAssert REPLAY = ReplayAssert.assertThatCode(programs());

  private final World world;
  private final Executions executions;
  private final Chronicle chronicle;
  private final Set<Integer> numbers = new HashSet<>();

  HistoryAudit(World world, Executions executions, Chronicle chronicle) {
    this.world = world;
    this.executions = executions;
    this.chronicle = chronicle;
  }

  private static dev.varve.VarveBuilder programs() {
    var builder = Varve.builder().dataConverter(Site.CONVERTER);
    for (int version = 1; version <= Plan.VERSIONS; version++) {
      int own = version;
      builder.orchestrator(
          Program.NAME + "_v" + version,
          State.class,
          (context, state) -> Program.run(context, own, state));
    }
    return builder;
  }

  void check() {
    sequences();
    for (int i = 0; i < chronicle.executions().size(); i++) {
      List<HistoryTurn> execution = chronicle.executions().get(i);
      answers(execution);
      ends(execution, i == chronicle.executions().size() - 1);
      replays(execution);
    }
  }

  private void sequences() {
    long expected = 1;
    for (List<HistoryTurn> execution : chronicle.executions()) {
      for (HistoryTurn turn : execution) {
        require(turn.sequence() == expected, Invariant.I2, "has a gap before " + turn.sequence());
        expected++;
        long begins = turn.inputs().stream().filter(ExecutionStarted.class::isInstance).count();
        require(
            begins == (turn.equals(execution.getFirst()) ? 1 : 0),
            Invariant.I2,
            "begins in the middle");
      }
    }
  }

  private void answers(List<HistoryTurn> execution) {
    Map<Integer, Numbered> scheduled = new HashMap<>();
    Map<Integer, Answer> answered = new HashMap<>();
    for (HistoryTurn turn : execution) {
      for (InputEvent input : turn.inputs()) {
        if (input instanceof Answer answer) {
          answer(turn, answer, scheduled.get(answer.taskId()));
          Answer before = answered.put(answer.taskId(), answer);
          require(before == null, Invariant.I3, "got " + before + " and then " + answer);
        }
      }
      for (DecisionEvent decision : turn.decisions()) {
        if (decision instanceof Numbered made) {
          require(numbers.add(made.taskId()), Invariant.I2, "decided twice: " + made);
          scheduled.put(made.taskId(), made);
        }
      }
    }
    String execute = Chronicle.started(execution).executionId();
    for (Numbered decision : scheduled.values()) {
      if (decision instanceof TaskScheduled task) {
        ran(task, executions.runs(execute, task.taskId()), answered.get(task.taskId()));
      }
    }
  }

  private void answer(HistoryTurn turn, Answer answer, @Nullable Numbered decision) {
    boolean fits =
        switch (answer) {
          case TaskCompleted e -> decision instanceof TaskScheduled;
          case TaskFailed e -> decision instanceof TaskScheduled;
          case SubOrchestrationInstanceCompleted e ->
              decision instanceof SubOrchestrationInstanceCreated;
          case SubOrchestrationInstanceFailed e ->
              decision instanceof SubOrchestrationInstanceCreated;
          case TimerFired e ->
              decision instanceof TimerCreated timer && !turn.time().isBefore(timer.fireAt());
        };
    require(fits, Invariant.I3, "got " + answer + " for " + decision + " at " + turn.time());
  }

  private void ran(TaskScheduled task, int runs, @Nullable Answer answer) {
    if (answer instanceof TaskCompleted) {
      require(runs > 0, Invariant.I4, "has a result of what never ran: " + task);
    }
    require(
        runs <= 1 || executions.isExcused(chronicle.instanceId()),
        Invariant.I4,
        "ran " + task + " " + runs + " times though its owner was never lost");
  }

  private void ends(List<HistoryTurn> execution, boolean last) {
    for (HistoryTurn turn : execution) {
      for (DecisionEvent decision : turn.decisions()) {
        boolean ending = decision instanceof DecisionEvent.Ending;
        boolean final_ =
            turn.equals(execution.getLast()) && decision.equals(turn.decisions().getLast());
        require(ending == final_, Invariant.I2, "goes on after its end");
        if (ending) {
          require(
              last == decision instanceof ExecutionCompleted,
              Invariant.I2,
              "ends and is continued");
        }
      }
    }
  }

  private void replays(List<HistoryTurn> execution) {
    try {
      REPLAY.everyPrefixDecidesAlike(execution);
    } catch (AssertionError e) {
      require(false, Invariant.I6, "replays otherwise: " + e.getMessage());
    }
  }

  private void require(boolean holds, Invariant invariant, String what) {
    world.require(holds, invariant, "'" + chronicle.instanceId() + "' " + what);
  }
}
