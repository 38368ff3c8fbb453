package dev.varve.internal.engine;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FailureDetails;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.TaskCanceledException;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.ParentInstance;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.TurnCommit.ChildStart;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How a decision to start a child becomes a start, and a child's end an answer. */
final class ChildStarts {
  private ChildStarts() {}

  /**
   * @param parentId who decided it
   * @param parent how that one's execution began
   * @param at when it is started
   */
  static ChildStart of(
      SubOrchestrationInstanceCreated e,
      String parentId,
      ExecutionStarted parent,
      Instant at,
      Ids ids) {
    ParentInstance waiting =
        e.detached() ? null : new ParentInstance(parentId, parent.executionId(), e.taskId());
    ExecutionStarted start =
        new ExecutionStarted(
            e.function(),
            e.requested(),
            e.resolution(),
            e.versionSetId(),
            ids.executionId(),
            1,
            e.input(),
            waiting,
            Map.of(),
            e.scheduledStart(),
            null);
    NewInstance instance =
        new NewInstance(
            e.instanceId(),
            start,
            at,
            ids.commitId(),
            e.scheduledStart() == null ? at : e.scheduledStart(),
            ExistingInstancePolicy.refuse(),
            OptionalLong.empty());
    Optional<Message> ifTaken =
        waiting == null
            ? Optional.empty()
            : Optional.of(new Message(parentId, Optional.of(parent.executionId()), taken(e)));
    return new ChildStart(instance, ifTaken);
  }

  private static Answer taken(SubOrchestrationInstanceCreated e) {
    return new SubOrchestrationInstanceFailed(
        e.taskId(),
        FailureDetails.of(
            InstanceAlreadyExistsException.class.getName(),
            "an instance with id '"
                + e.instanceId()
                + "' exists already; give the child another id"));
  }

  /**
   * What a child that ended tells its parent.
   *
   * @param taskId the number of the decision that started it
   */
  static Answer answer(
      int taskId,
      OrchestrationRuntimeStatus status,
      Payload output,
      Optional<FailureDetails> failure) {
    return switch (status) {
      case COMPLETED -> new SubOrchestrationInstanceCompleted(taskId, output);
      case FAILED ->
          new SubOrchestrationInstanceFailed(
              taskId, failure.orElseGet(() -> FailureDetails.of("failed", "")));
      case TERMINATED ->
          new SubOrchestrationInstanceFailed(
              taskId,
              FailureDetails.of(
                  TaskCanceledException.class.getName(), "the child orchestration was terminated"));
      case PENDING, RUNNING, SUSPENDED ->
          throw new IllegalStateException("an execution cannot end as " + status);
    };
  }
}
