package dev.varve;

import dev.varve.history.RecordedEvent;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceQuery;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts, watches and manages orchestrations of one hub. Thread-safe. What a method has
 * acknowledged by returning is durable. Methods throw {@link dev.varve.storage.StorageException} if
 * the store cannot do what it is asked.
 */
public interface VarveClient {
  /**
   * Starts an orchestration.
   *
   * @param name a base name, for the current version, or a full name, for exactly that
   * @return the instance id
   * @throws UnknownFunctionException if nobody can run it and the options do not defer it, or its
   *     version is open; nothing is written
   * @throws InstanceAlreadyExistsException if the id is taken and the policy refuses
   */
  String scheduleNewOrchestrationInstance(
      String name, @Nullable Object input, StartOptions options);

  /** Starts an orchestration under a random id. */
  default String scheduleNewOrchestrationInstance(String name, @Nullable Object input) {
    return scheduleNewOrchestrationInstance(name, input, StartOptions.DEFAULT);
  }

  /** Starts an orchestration without input under a random id. */
  default String scheduleNewOrchestrationInstance(String name) {
    return scheduleNewOrchestrationInstance(name, null, StartOptions.DEFAULT);
  }

  /**
   * Raises an event for an instance, which keeps it until it waits for it.
   *
   * @param name compared ignoring case
   * @throws InstanceNotFoundException if there is no such instance
   * @throws InstanceFinishedException if it has ended
   */
  void raiseEvent(String instanceId, String name, @Nullable Object payload);

  /** Raises an event without payload. */
  default void raiseEvent(String instanceId, String name) {
    raiseEvent(instanceId, name, null);
  }

  /**
   * Starts orchestrations and raises events inside a transaction of the caller.
   *
   * @param connection to the database of the store, with a transaction begun; what its store says
   *     of joining transactions applies
   * @throws dev.varve.storage.StorageException if the store cannot, or the connection is none it
   *     can join
   */
  TransactionClient joining(Connection connection);

  /** What is known of an instance now. */
  Optional<OrchestrationMetadata> getInstanceMetadata(String instanceId);

  /** The input of an instance's current execution; null if it has none. */
  <V> @Nullable V getInput(String instanceId, Class<V> type);

  /**
   * Waits until a worker has taken the instance up.
   *
   * @throws WaitTimeoutException if that takes longer
   * @throws InstanceNotFoundException if there is no such instance
   */
  OrchestrationMetadata waitForInstanceStart(String instanceId, Duration timeout);

  /**
   * Waits until the instance has ended.
   *
   * @throws WaitTimeoutException if that takes longer
   * @throws InstanceNotFoundException if there is no such instance
   */
  OrchestrationMetadata waitForInstanceCompletion(String instanceId, Duration timeout);

  /**
   * Suspends an instance: it keeps what arrives until it is resumed. Works for every version, also
   * ones nobody serves.
   */
  void suspendInstance(String instanceId, String reason);

  /** Resumes a suspended instance; tries a parked one again. */
  void resumeInstance(String instanceId, String reason);

  /**
   * Ends an instance, whatever its state and also without its code.
   *
   * @param output what it ends with
   * @param recursive whether its children end as well
   */
  void terminate(String instanceId, @Nullable Object output, boolean recursive);

  /** Ends an instance and its children. */
  default void terminate(String instanceId, @Nullable Object output) {
    terminate(instanceId, output, true);
  }

  /**
   * Puts an instance that has failed back to work: the failures that ended it are cut from its
   * history, and what they belong to is done once more, with retries counted anew. Failures that
   * the code handled stay, and so does all that was finished; what was under way at the end begins
   * anew, children included, and a child that failed is rewound itself. Version, version set,
   * resolutions, input, tags and parent stay. Needs no code of the instance here; it goes on as
   * soon as a worker serves it.
   *
   * @param reason for the history
   * @throws InstanceNotFoundException if there is no such instance
   * @throws InstanceNotFailedException if it is not FAILED, terminated ones included; nothing is
   *     changed
   */
  void rewindInstance(String instanceId, String reason);

  /** Puts an instance that has failed back to work. */
  default void rewindInstance(String instanceId) {
    rewindInstance(instanceId, "");
  }

  /**
   * Starts the function of an instance once more, at once, with the input and tags of its current
   * execution and without its parent.
   *
   * @param restartWithNewInstanceId true for a random id; false for the same one, whose instance
   *     must have ended and is removed with its history
   * @param version the same version and version set ({@link VersionChoice#inherit}), the current
   *     one, or exactly one
   * @return the id of the new instance
   * @throws InstanceNotFoundException if there is no such instance
   * @throws InstanceAlreadyExistsException if it is to have the same id and has not ended
   * @throws UnknownFunctionException if nobody can run it; nothing is written
   */
  String restartInstance(
      String instanceId, boolean restartWithNewInstanceId, VersionChoice version);

  /** Starts the function of an instance once more, in its version, under a random id. */
  default String restartInstance(String instanceId) {
    return restartInstance(instanceId, true);
  }

  /** Starts the function of an instance once more, in its version. */
  default String restartInstance(String instanceId, boolean restartWithNewInstanceId) {
    return restartInstance(instanceId, restartWithNewInstanceId, VersionChoice.inherit());
  }

  /**
   * Removes a finished instance with its history.
   *
   * @return whether there was one to remove; false if there is none or it has not ended
   */
  boolean purgeInstance(String instanceId);

  /**
   * Removes finished instances in bounded batches until none is left that matches.
   *
   * @param statuses which; empty for all finished ones
   * @return how many were removed
   */
  long purgeInstances(Instant completedBefore, Set<OrchestrationRuntimeStatus> statuses);

  /** One page of instances. */
  OrchestrationPage queryInstances(InstanceQuery query);

  /** How many instances there are per function and status. */
  List<InstanceCount> countInstances();

  /**
   * The history of an instance's current execution in order, read as the stream is consumed.
   *
   * @throws InstanceNotFoundException if there is no such instance
   */
  Stream<RecordedEvent> getHistory(String instanceId);
}
