package dev.varve.azure.internal.format;

import dev.varve.OrchestrationRuntimeStatus;
import java.util.Optional;

/** The words that tools know for the status of an instance. */
public final class StatusWords {
  private StatusWords() {}

  /** The word for a status. */
  public static String of(OrchestrationRuntimeStatus status) {
    return switch (status) {
      case PENDING -> "Pending";
      case RUNNING -> "Running";
      case SUSPENDED -> "Suspended";
      case COMPLETED -> "Completed";
      case FAILED -> "Failed";
      case TERMINATED -> "Terminated";
    };
  }

  /** The status of this word. */
  static Optional<OrchestrationRuntimeStatus> status(String word) {
    for (OrchestrationRuntimeStatus status : OrchestrationRuntimeStatus.values()) {
      if (of(status).equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
