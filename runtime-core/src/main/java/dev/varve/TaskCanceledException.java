package dev.varve;

/** A task was cancelled, or the event it waited for did not come in time. */
public final class TaskCanceledException extends OrchestrationException {
  public TaskCanceledException(String message) {
    super(message);
  }
}
