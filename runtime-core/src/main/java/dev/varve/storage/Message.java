package dev.varve.storage;

import dev.varve.history.InputEvent;
import java.util.Optional;

/**
 * Something for the inbox of an instance.
 *
 * @param instanceId who it is for
 * @param executionId the execution it answers; if the instance is in another one, the message is
 *     dropped. Empty for events and management, which are for whichever execution runs
 * @param event what the instance is told
 */
public record Message(String instanceId, Optional<String> executionId, InputEvent event) {
  /** A message for whichever execution runs. */
  public static Message to(String instanceId, InputEvent event) {
    return new Message(instanceId, Optional.empty(), event);
  }

  /** Whether any worker may carry it out, also for an instance that is held or unserved. */
  public boolean isManagement() {
    return event instanceof InputEvent.Management;
  }
}
