package dev.varve.azure;

import dev.varve.storage.StorageException;

/**
 * An instance cannot be started because another hub that shares the tables has one with this id.
 * Nothing was changed. Use another id, or one that begins with the name of the hub.
 */
public final class InstanceOfOtherHubException extends StorageException {
  private final String instanceId;
  private final String hub;

  InstanceOfOtherHubException(String instanceId, String hub) {
    super(
        "hub '%s', which shares the tables, has an instance with the id '%s'; use another id"
            .formatted(hub, instanceId),
        null);
    this.instanceId = instanceId;
    this.hub = hub;
  }

  /** The id that is taken. */
  public String instanceId() {
    return instanceId;
  }

  /** The hub that has an instance with this id. */
  public String hub() {
    return hub;
  }
}
