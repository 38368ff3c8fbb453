package dev.varve;

/** A start was refused because its instance id is taken. Choose another id or another policy. */
public final class InstanceAlreadyExistsException extends OrchestrationException {
  private final String instanceId;
  private final OrchestrationRuntimeStatus status;

  public InstanceAlreadyExistsException(String instanceId, OrchestrationRuntimeStatus status) {
    super(
        "an instance with id '"
            + instanceId
            + "' exists already and is "
            + status
            + "; choose another id, or set an ExistingInstancePolicy");
    this.instanceId = instanceId;
    this.status = status;
  }

  /** The id that is taken. */
  public String instanceId() {
    return instanceId;
  }

  /** The status of the instance that has it. */
  public OrchestrationRuntimeStatus status() {
    return status;
  }
}
