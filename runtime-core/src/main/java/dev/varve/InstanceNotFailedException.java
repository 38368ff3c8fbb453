package dev.varve;

/** The instance cannot be rewound, since it has not failed. Nothing was changed. */
public final class InstanceNotFailedException extends OrchestrationException {
  private final String instanceId;
  private final OrchestrationRuntimeStatus status;

  public InstanceNotFailedException(String instanceId, OrchestrationRuntimeStatus status) {
    super(
        "the instance with id '"
            + Names.printable(instanceId)
            + "' is "
            + status
            + ", and only one that is FAILED can be rewound; "
            + (status.isFinished()
                ? "to run it once more, restart it as new"
                : "wait for its end, or terminate it"));
    this.instanceId = instanceId;
    this.status = status;
  }

  /** The id that was asked for. */
  public String instanceId() {
    return instanceId;
  }

  /** Its status when it was asked for. */
  public OrchestrationRuntimeStatus status() {
    return status;
  }
}
