package dev.varve.history;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the orchestrator's code decided. On replay it must decide the same again, in this order. */
public sealed interface DecisionEvent extends HistoryEvent {

  /** A decision with a number that answers refer to. */
  sealed interface Numbered extends DecisionEvent {
    /** Unique within the instance, counted up from 1 and never restarted. */
    int taskId();
  }

  /** A decision to drop something scheduled earlier. */
  sealed interface Cancellation extends DecisionEvent {
    /** The number of the decision that is dropped. */
    int taskId();
  }

  /** A decision that ends the execution. */
  sealed interface Ending extends DecisionEvent {}

  /** Where a scheduled activity waits; recovery starts only LOCAL ones again. */
  enum Placement {
    /** With the worker that holds the instance; no queue row exists. */
    LOCAL,
    /** In the store's activity queue, for any worker that serves it. */
    QUEUED
  }

  /**
   * An activity was scheduled.
   *
   * @param function the activity that runs, with its version
   * @param requested the name as the code gave it
   * @param input the activity's input
   * @param attempt 1 for the first attempt, counted up by the retry policy
   * @param firstTaskId the number of the first attempt, the same for all attempts
   * @param placement where it waits
   * @param timeout how long one attempt may run, or null for no bound
   */
  record TaskScheduled(
      int taskId,
      FunctionName function,
      String requested,
      Payload input,
      int attempt,
      int firstTaskId,
      Placement placement,
      @Nullable Duration timeout)
      implements Numbered {
    /** The same, counted as another attempt. */
    public TaskScheduled attempt(int number) {
      return new TaskScheduled(
          taskId, function, requested, input, number, firstTaskId, placement, timeout);
    }

    /** The same, waiting elsewhere. */
    public TaskScheduled placed(Placement elsewhere) {
      return new TaskScheduled(
          taskId, function, requested, input, attempt, firstTaskId, elsewhere, timeout);
    }
  }

  /**
   * A child orchestration was started.
   *
   * @param function the child's orchestrator, with its version
   * @param requested the name as the code gave it
   * @param resolution how the version was found
   * @param versionSetId the child's version set
   * @param instanceId the child
   * @param input the child's input
   * @param detached whether nobody waits for it and terminating the parent leaves it alone
   * @param scheduledStart the earliest start asked for, or null
   */
  record SubOrchestrationInstanceCreated(
      int taskId,
      FunctionName function,
      String requested,
      VersionResolution resolution,
      String versionSetId,
      String instanceId,
      Payload input,
      boolean detached,
      @Nullable Instant scheduledStart)
      implements Numbered {}

  /** A timer was set. */
  record TimerCreated(int taskId, Instant fireAt) implements Numbered {}

  /** A timer was cancelled before it fired. */
  record TimerCanceled(int taskId) implements Cancellation {}

  /** An activity or child was cancelled: its later outcome is ignored. */
  record TaskCanceled(int taskId) implements Cancellation {}

  /** An event was sent to another instance. */
  record EventSent(int taskId, String instanceId, String name, Payload payload)
      implements Numbered {}

  /**
   * What a side effect came to, which replay gives instead of running it again.
   *
   * @param value what it returned; {@link Payload#NULL} if it failed
   * @param failure what it threw, or null
   */
  record SideEffectRecorded(int taskId, Payload value, @Nullable FailureDetails failure)
      implements Numbered {}

  /**
   * The execution ended and the instance goes on in a new one.
   *
   * @param function the orchestrator of the next execution
   * @param resolution how its version was found
   * @param versionSetId the version set of the next execution
   * @param input the input of the next execution
   * @param carryOver whether events nobody waited for move on
   */
  record ContinueAsNew(
      FunctionName function,
      VersionResolution resolution,
      String versionSetId,
      Payload input,
      boolean carryOver)
      implements Ending {}

  /**
   * The execution ended.
   *
   * @param status COMPLETED, FAILED or TERMINATED
   * @param output the output; {@link Payload#NULL} if it failed
   * @param failure why it failed, or null
   * @param rewindPoint where a rewind cuts, if it failed and its code said so
   */
  record ExecutionCompleted(
      OrchestrationRuntimeStatus status,
      Payload output,
      @Nullable FailureDetails failure,
      @Nullable RewindPoint rewindPoint)
      implements Ending {
    /** An end that tells nothing of where a rewind cuts. */
    public ExecutionCompleted(
        OrchestrationRuntimeStatus status, Payload output, @Nullable FailureDetails failure) {
      this(status, output, failure, null);
    }
  }
}
