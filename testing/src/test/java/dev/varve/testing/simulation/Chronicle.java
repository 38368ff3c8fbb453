package dev.varve.testing.simulation;

import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import java.util.ArrayList;
import java.util.List;

/**
 * Every turn that was ever committed for one instance, over all its executions. The store forgets
 * executions that were continued; the chronicle does not.
 */
final class Chronicle {
  private final String instanceId;
  private final List<List<HistoryTurn>> executions = new ArrayList<>();

  Chronicle(String instanceId, HistoryTurn first) {
    this.instanceId = instanceId;
    add(first);
  }

  String instanceId() {
    return instanceId;
  }

  void add(HistoryTurn turn) {
    if (!turn.inputs().isEmpty() && turn.inputs().getFirst() instanceof ExecutionStarted) {
      executions.add(new ArrayList<>());
    }
    executions.getLast().add(turn);
  }

  /** The executions in order, each from its first turn. */
  List<List<HistoryTurn>> executions() {
    return executions;
  }

  List<HistoryTurn> current() {
    return executions.getLast();
  }

  ExecutionStarted started() {
    return started(current());
  }

  static ExecutionStarted started(List<HistoryTurn> execution) {
    return (ExecutionStarted) execution.getFirst().inputs().getFirst();
  }

  long lastSequence() {
    return current().getLast().sequence();
  }

  boolean hasCommit(long commitId) {
    return executions.stream().flatMap(List::stream).anyMatch(turn -> turn.commitId() == commitId);
  }
}
