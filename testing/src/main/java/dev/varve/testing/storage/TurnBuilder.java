package dev.varve.testing.storage;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.ChildStart;
import dev.varve.storage.TurnCommit.NewTimer;
import dev.varve.storage.TurnCommit.NextExecution;
import dev.varve.storage.TurnCommit.StatusChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A commit in the making: one turn of one instance that has run, and what goes with it. */
final class TurnBuilder {
  private final String instanceId;
  private final long sequence;
  private final Instant time;
  private long commitId;
  private boolean ran = true;
  private final List<InputEvent> inputs = new ArrayList<>();
  private final List<Long> consumed = new ArrayList<>();
  private final List<NewTimer> timers = new ArrayList<>();
  private final List<Integer> canceledTimers = new ArrayList<>();
  private final List<TaskScheduled> activities = new ArrayList<>();
  private final List<Integer> canceledActivities = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<ChildStart> children = new ArrayList<>();
  private final List<DecisionEvent> decisions = new ArrayList<>();
  private Optional<StatusChange> status = Optional.empty();
  private Optional<NextExecution> next = Optional.empty();

  TurnBuilder(String instanceId, long sequence, Instant time) {
    this.instanceId = instanceId;
    this.sequence = sequence;
    this.time = time;
    this.commitId = 1_000 + sequence;
  }

  TurnBuilder commitId(long id) {
    commitId = id;
    return this;
  }

  TurnBuilder withoutRunning() {
    ran = false;
    return this;
  }

  TurnBuilder input(InputEvent input) {
    inputs.add(input);
    return this;
  }

  TurnBuilder consuming(List<Long> ids) {
    consumed.addAll(ids);
    return this;
  }

  TurnBuilder timer(int taskId, Instant fireAt) {
    timers.add(new NewTimer(taskId, fireAt));
    return this;
  }

  TurnBuilder cancelTimer(int taskId) {
    canceledTimers.add(taskId);
    return this;
  }

  TurnBuilder activity(TaskScheduled task) {
    activities.add(task);
    decisions.add(task);
    return this;
  }

  TurnBuilder cancelActivity(int taskId) {
    canceledActivities.add(taskId);
    return this;
  }

  TurnBuilder message(Message message) {
    messages.add(message);
    return this;
  }

  TurnBuilder child(NewInstance child, Optional<Message> ifTaken) {
    children.add(new ChildStart(child, ifTaken));
    return this;
  }

  TurnBuilder status(OrchestrationRuntimeStatus newStatus) {
    status = Optional.of(new StatusChange(newStatus, Payload.NULL, Payload.NULL, Optional.empty()));
    return this;
  }

  TurnBuilder status(StatusChange change) {
    status = Optional.of(change);
    return this;
  }

  TurnBuilder next(NextExecution execution) {
    next = Optional.of(execution);
    return this;
  }

  TurnCommit build() {
    return new TurnCommit(
        instanceId,
        Optional.empty(),
        new HistoryTurn(sequence, time, commitId, ran, inputs, ran ? decisions : List.of()),
        consumed,
        timers,
        canceledTimers,
        activities,
        canceledActivities,
        messages,
        children,
        status,
        next);
  }
}
