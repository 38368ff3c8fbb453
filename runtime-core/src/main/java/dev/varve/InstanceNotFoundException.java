package dev.varve;

/** There is no instance of this id in the hub. Check the id, and whether it was purged. */
public final class InstanceNotFoundException extends OrchestrationException {
  private final String instanceId;

  public InstanceNotFoundException(String instanceId) {
    super(
        "there is no instance with id '"
            + Names.printable(instanceId)
            + "' in this hub; check the id, and whether it was purged");
    this.instanceId = instanceId;
  }

  /** The id that was asked for. */
  public String instanceId() {
    return instanceId;
  }
}
