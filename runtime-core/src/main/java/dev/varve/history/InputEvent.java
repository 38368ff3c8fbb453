package dev.varve.history;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an instance was told: its start, results of its work, and messages from outside. */
public sealed interface InputEvent extends HistoryEvent {

  /** The answer to something the instance scheduled, found by the number of that decision. */
  sealed interface Answer extends InputEvent {
    /** The number of the decision this answers. */
    int taskId();
  }

  /** What an operator asked for. Any worker may carry it out, without the instance's code. */
  sealed interface Management extends InputEvent {}

  /**
   * The first event of every execution.
   *
   * @param function the orchestrator that runs, with its version
   * @param requested the name as the starter gave it, a base name or a full name
   * @param resolution how the version was found
   * @param versionSetId the version set the instance is pinned to
   * @param executionId unique to this execution; changes at continue-as-new
   * @param firstTaskId the number of the first decision; numbers never restart at continue-as-new
   * @param input the orchestrator's input
   * @param parent who waits for the outcome, or null
   * @param tags the user's labels
   * @param scheduledStart the earliest start asked for, or null
   * @param continuedFrom the function whose input this is: that of the execution this one continues
   *     or, in an instance that was restarted, the one that its input was made for; null if a
   *     program gave the input for this function
   */
  record ExecutionStarted(
      FunctionName function,
      String requested,
      VersionResolution resolution,
      String versionSetId,
      String executionId,
      int firstTaskId,
      Payload input,
      @Nullable ParentInstance parent,
      Map<String, String> tags,
      @Nullable Instant scheduledStart,
      @Nullable FunctionName continuedFrom)
      implements InputEvent {
    public ExecutionStarted {
      tags = Map.copyOf(tags);
    }

    /** The same, with another number for the first decision. */
    public ExecutionStarted firstTaskId(int number) {
      return new ExecutionStarted(
          function,
          requested,
          resolution,
          versionSetId,
          executionId,
          number,
          input,
          parent,
          tags,
          scheduledStart,
          continuedFrom);
    }
  }

  /** An activity returned. */
  record TaskCompleted(int taskId, Payload result) implements Answer {}

  /** An activity failed. */
  record TaskFailed(int taskId, FailureDetails failure) implements Answer {}

  /** A child orchestration returned. */
  record SubOrchestrationInstanceCompleted(int taskId, Payload result) implements Answer {}

  /** A child orchestration failed, was terminated, or could not be started. */
  record SubOrchestrationInstanceFailed(int taskId, FailureDetails failure) implements Answer {}

  /** A timer came due. */
  record TimerFired(int taskId, Instant fireAt) implements Answer {}

  /**
   * A local activity that had no answer went to the store's queue, since its owner could not run
   * it. For the record, so that no later owner starts it again; code does not see it.
   */
  record TaskQueued(int taskId) implements InputEvent {}

  /**
   * The failed execution was rewound. What stands in front of this event was kept, and is replayed;
   * the failures that ended it, and what followed from them, were cut. Answers and events that had
   * come behind the cut follow.
   *
   * @param number counts the rewinds of the execution up from 1; answers to work that began before
   *     are late
   * @param reason what the operator said
   * @param failed the numbers of the decisions whose failures were cut; their work begins anew
   * @param nextTaskId the number of the next decision, so that numbers of cut ones are not reused
   * @param forParent the number of the parent's rewind that asked for this one; 0 if none did
   * @param failure what had ended the execution, or null if that was not recorded
   */
  record ExecutionRewound(
      int number,
      String reason,
      List<Integer> failed,
      int nextTaskId,
      int forParent,
      @Nullable FailureDetails failure)
      implements InputEvent {
    public ExecutionRewound {
      failed = List.copyOf(failed);
    }
  }

  /** Somebody raised an event; names are compared ignoring case. */
  record EventRaised(String name, Payload payload) implements InputEvent {}

  /** The instance was suspended; what arrives from here on waits for the resume. */
  record ExecutionSuspended(String reason) implements Management {}

  /** The instance was resumed. */
  record ExecutionResumed(String reason) implements Management {}

  /**
   * The instance was told to end.
   *
   * @param output what it ends with
   * @param recursive whether its children end as well
   */
  record ExecutionTerminated(Payload output, boolean recursive) implements Management {}
}
