package dev.varve.testing.faults;

import dev.varve.history.DecisionEvent.Numbered;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.InstanceRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for every history, whatever failed: sequences, one result each, timers on time. */
final class Invariants {
  private Invariants() {}

  static void check(InstanceRow row, List<HistoryTurn> history) {
    require(!history.isEmpty(), "I1", row, "has no history");
    long sequence = history.getFirst().sequence();
    Map<Integer, Instant> timers = new HashMap<>();
    Set<Integer> numbers = new HashSet<>();
    Set<Integer> answered = new HashSet<>();
    for (HistoryTurn turn : history) {
      require(turn.sequence() == sequence, "I2", row, "has a gap before turn " + turn.sequence());
      sequence++;
      for (InputEvent input : turn.inputs()) {
        checkAnswer(row, turn, input, answered, timers);
      }
      for (var decision : turn.decisions()) {
        if (decision instanceof Numbered made) {
          require(numbers.add(made.taskId()), "I2", row, "decided twice: " + made);
        }
        if (decision instanceof TimerCreated timer) {
          timers.put(timer.taskId(), timer.fireAt());
        }
      }
    }
    require(row.lastSequence() == sequence - 1, "I10", row, "has a row behind its history");
  }

  private static void checkAnswer(
      InstanceRow row,
      HistoryTurn turn,
      InputEvent input,
      Set<Integer> answered,
      Map<Integer, Instant> timers) {
    if (input instanceof Answer answer) {
      require(answered.add(answer.taskId()), "I3", row, "was answered twice: " + answer);
    }
    if (input instanceof TimerFired fired) {
      Instant due = timers.getOrDefault(fired.taskId(), Instant.MAX);
      require(!turn.time().isBefore(due), "I3", row, "saw a timer too early: " + fired);
    }
  }

  private static void require(boolean holds, String invariant, InstanceRow row, String problem) {
    if (!holds) {
      throw new AssertionError(invariant + ": instance '" + row.instanceId() + "' " + problem);
    }
  }
}
