package dev.varve;

/** The instance has ended and takes no more events. */
public final class InstanceFinishedException extends OrchestrationException {
  private final String instanceId;

  public InstanceFinishedException(String instanceId) {
    super(
        "the instance with id '"
            + Names.printable(instanceId)
            + "' has ended and takes no more messages");
    this.instanceId = instanceId;
  }

  /** The id that was asked for. */
  public String instanceId() {
    return instanceId;
  }
}
