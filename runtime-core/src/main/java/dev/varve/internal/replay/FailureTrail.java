package dev.varve.internal.replay;

import dev.varve.CompositeTaskFailedException;
import dev.varve.TaskFailedException;
import dev.varve.history.RewindPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * At which step an execution's code learned of which failure, to say where a rewind cuts should one
 * of them end it. A step is one input and what the code does over it. The cut lies in front of the
 * step in which the code learned of the failure, not where the answer came: until then the code
 * cannot have gone another way because of it, and nothing it did has to be done again.
 */
final class FailureTrail {
  private final Map<Integer, Step> learned = new HashMap<>();
  private final Set<Integer> unlearned = new TreeSet<>();
  private Step now = new Step(0, 0);
  private int inputs;
  private int decisions;

  /** What lies in front of a step. */
  private record Step(int inputs, int decisions) {}

  /** The next input is given to the code. */
  void step() {
    now = new Step(inputs, decisions);
    inputs++;
  }

  void decided() {
    decisions++;
  }

  /** A failure has come that the code has not looked at yet. */
  void failed(int task) {
    unlearned.add(task);
  }

  /** What retries a failed call has looked at its failure, and the code need not. */
  void retried(Throwable failure) {
    unlearned.removeAll(tasksIn(failure));
  }

  /** The code is told of a failure, for the first time or again. */
  void learned(Throwable failure) {
    for (int task : tasksIn(failure)) {
      learned.putIfAbsent(task, now);
      unlearned.remove(task);
    }
  }

  /**
   * Where to cut. The failures that ended the execution are those that the exception carries: its
   * own, its causes', those of a composite, suppressed ones. If it carries none, they are those
   * that the code learned of in the step that ended it. Failures that it never learned of go with
   * them, wherever they lie: it handled none of them, and would meet them next.
   */
  RewindPoint endedBy(Throwable failure) {
    Set<Integer> tasks = tasksIn(failure);
    tasks.retainAll(learned.keySet());
    if (tasks.isEmpty()) {
      learned.forEach((task, step) -> {
        if (step.equals(now)) {
          tasks.add(task);
        }
      });
    }
    Step cut = now;
    for (int task : tasks) {
      Step step = learned.getOrDefault(task, now);
      cut = step.inputs() < cut.inputs() ? step : cut;
    }
    tasks.addAll(unlearned);
    return new RewindPoint(List.copyOf(tasks), cut.inputs(), cut.decisions());
  }

  private static Set<Integer> tasksIn(Throwable failure) {
    Set<Integer> tasks = new TreeSet<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> open = new ArrayList<>(List.of(failure));
    while (!open.isEmpty()) {
      Throwable next = open.removeLast();
      if (!seen.add(next)) {
        continue;
      }
      if (next instanceof TaskFailedException failed) {
        tasks.add(failed.taskId());
      }
      if (next instanceof CompositeTaskFailedException composite) {
        open.addAll(composite.failures());
      }
      if (next.getCause() != null) {
        open.add(next.getCause());
      }
      open.addAll(List.of(next.getSuppressed()));
    }
    return tasks;
  }
}
