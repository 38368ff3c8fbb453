package dev.varve.samples.kills;

import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.Cancellation;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.InstanceRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the history of one completed instance against the rules of histories and its row. */
final class HistoryCheck {
  private final InstanceRow row;
  private final List<HistoryTurn> history;
  private final List<String> failures = new ArrayList<>();

  private HistoryCheck(InstanceRow row, List<HistoryTurn> history) {
    this.row = row;
    this.history = history;
  }

  /** What is wrong, each with the id of the rule; empty if nothing is. */
  static List<String> failures(InstanceRow row, List<HistoryTurn> history) {
    HistoryCheck check = new HistoryCheck(row, history);
    if (history.isEmpty()) {
      check.fail("I2", "has no history");
    } else {
      check.sequencesCountUp();
      check.answersMatchDecisions();
      check.rowIsFoldOfHistory();
    }
    return check.failures;
  }

  private void sequencesCountUp() {
    long expected = history.getFirst().sequence();
    for (HistoryTurn turn : history) {
      if (turn.sequence() != expected) {
        fail("I2", "has turn " + turn.sequence() + " where " + expected + " is due");
        return;
      }
      expected++;
    }
    if (expected - 1 != row.lastSequence()) {
      fail("I2", "ends with turn " + (expected - 1) + ", its row says " + row.lastSequence());
    }
    long begins = inputs().stream().filter(ExecutionStarted.class::isInstance).count();
    if (begins != 1 || !(inputs().getFirst() instanceof ExecutionStarted)) {
      fail("I2", "begins " + begins + " times");
    }
  }

  private void answersMatchDecisions() {
    Map<Integer, DecisionEvent> open = new HashMap<>();
    Set<Integer> dropped = new HashSet<>();
    for (HistoryTurn turn : history) {
      for (InputEvent input : turn.inputs()) {
        if (input instanceof Answer answer) {
          answered(turn, answer, open.remove(answer.taskId()), dropped);
        }
      }
      for (DecisionEvent decision : turn.decisions()) {
        if (decision instanceof DecisionEvent.Numbered numbered
            && open.put(numbered.taskId(), decision) != null) {
          fail("I3", "decided " + numbered.taskId() + " twice");
        } else if (decision instanceof Cancellation cancellation) {
          open.remove(cancellation.taskId());
          dropped.add(cancellation.taskId());
        }
      }
    }
    open.values().stream()
        .filter(decision -> decision instanceof TaskScheduled || decision instanceof TimerCreated)
        .forEach(decision -> fail("I3", "never got the answer to " + decision));
  }

  private void answered(
      HistoryTurn turn, Answer answer, @Nullable DecisionEvent decision, Set<Integer> dropped) {
    if (decision == null && !dropped.contains(answer.taskId())) {
      fail("I3", "has an answer too many: " + answer);
    }
    if (answer instanceof TimerFired fired && fired.fireAt().isAfter(turn.time())) {
      fail("I3", "fired a timer early: due " + fired.fireAt() + ", fired " + turn.time());
    }
  }

  private void rowIsFoldOfHistory() {
    if (inputs().getFirst() instanceof ExecutionStarted started
        && !(started.function().equals(row.function())
            && started.executionId().equals(row.executionId())
            && started.versionSetId().equals(row.versionSetId()))) {
      fail("I10", "has a row that contradicts its start");
    }
    List<DecisionEvent> last = history.getLast().decisions();
    if (last.isEmpty()
        || !(last.getLast() instanceof ExecutionCompleted end)
        || end.status() != row.status()
        || !end.output().equals(row.output())) {
      fail("I10", "has a row with status " + row.status() + " that contradicts its end");
    }
  }

  private List<InputEvent> inputs() {
    return history.stream().flatMap(turn -> turn.inputs().stream()).toList();
  }

  private void fail(String rule, String what) {
    failures.add(rule + ": " + row.instanceId() + " " + what);
  }
}
