package dev.varve.storage;

import dev.varve.history.ExecutionIds;
import dev.varve.history.InputEvent;
import java.util.Optional;

/**
 * Something for the inbox of an instance.
 *
 * @param instanceId who it is for
 * @param executionId the execution it answers; if it is not {@linkplain #isFor for} the one that
 *     the instance is in, the message is dropped. Empty for events and management, which are for
 *     whichever execution runs
 * @param event what the instance is told
 */
public record Message(String instanceId, Optional<String> executionId, InputEvent event) {
  /** A message for whichever execution runs. */
  public static Message to(String instanceId, InputEvent event) {
    return new Message(instanceId, Optional.empty(), event);
  }

  /**
   * Whether it is for an instance with this execution id. What a child answers is for its parent's
   * execution, rewound or not, since children go on while their parent is rewound. Any other answer
   * is for the rewind in which its work began.
   *
   * @param current the execution id that the instance has now
   */
  public boolean isFor(String current) {
    if (executionId.isEmpty()) {
      return true;
    }
    boolean fromChild =
        event instanceof InputEvent.SubOrchestrationInstanceCompleted
            || event instanceof InputEvent.SubOrchestrationInstanceFailed;
    return fromChild
        ? ExecutionIds.execution(executionId.get()).equals(ExecutionIds.execution(current))
        : executionId.get().equals(current);
  }

  /** Whether any worker may carry it out, also for an instance that is held or unserved. */
  public boolean isManagement() {
    return event instanceof InputEvent.Management;
  }
}
