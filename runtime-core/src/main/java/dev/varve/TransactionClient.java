package dev.varve;

import org.jspecify.annotations.Nullable;

/**
 * Starts orchestrations and raises events inside a transaction of the caller: they happen when the
 * caller commits, together with the caller's own changes, or not at all. Workers take them up
 * within about a second after that. To be used by the thread that uses the transaction.
 */
public interface TransactionClient {
  /**
   * Starts an orchestration if the transaction commits. Which version it gets is settled now.
   *
   * @param name a base name, for the current version, or a full name, for exactly that
   * @return the instance id
   * @throws UnknownFunctionException if nobody can run it, or its version is open
   * @throws InstanceAlreadyExistsException if the id is taken and the policy refuses
   */
  String scheduleNewOrchestrationInstance(
      String name, @Nullable Object input, StartOptions options);

  /** Starts an orchestration under a random id. */
  default String scheduleNewOrchestrationInstance(String name, @Nullable Object input) {
    return scheduleNewOrchestrationInstance(name, input, StartOptions.DEFAULT);
  }

  /**
   * Raises an event for an instance if the transaction commits.
   *
   * @param name compared ignoring case
   * @throws InstanceNotFoundException if there is no such instance
   * @throws InstanceFinishedException if it has ended
   */
  void raiseEvent(String instanceId, String name, @Nullable Object payload);
}
