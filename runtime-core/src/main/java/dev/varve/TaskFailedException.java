package dev.varve;

/**
 * An activity or child orchestration failed, retries included. Thrown where its task is awaited.
 */
public final class TaskFailedException extends OrchestrationException {
  private final String taskName;
  private final int taskId;
  private final FailureDetails details;

  public TaskFailedException(String taskName, int taskId, FailureDetails details) {
    super(
        "'"
            + taskName
            + "' (task "
            + taskId
            + ") failed with "
            + details.errorType()
            + ": "
            + details.message());
    this.taskName = taskName;
    this.taskId = taskId;
    this.details = details;
  }

  /** The full name of the function that failed. */
  public String taskName() {
    return taskName;
  }

  /** The number of the task in its instance. */
  public int taskId() {
    return taskId;
  }

  /** Why it failed. */
  public FailureDetails details() {
    return details;
  }
}
