package dev.varve.history;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent.Placement;

/**
 * The stored words of the enums, spelled out so that renaming a constant changes nothing stored.
 */
final class WireWords {
  private WireWords() {}

  static String of(Placement placement) {
    return switch (placement) {
      case LOCAL -> "local";
      case QUEUED -> "queued";
    };
  }

  static Placement placement(String word) {
    return switch (word) {
      case "local" -> Placement.LOCAL;
      case "queued" -> Placement.QUEUED;
      default -> throw new IllegalArgumentException();
    };
  }

  static String of(VersionResolution resolution) {
    return switch (resolution) {
      case CONFIGURED -> "configured";
      case RELATIVE -> "relative";
      case INHERITED -> "inherited";
    };
  }

  static VersionResolution resolution(String word) {
    return switch (word) {
      case "configured" -> VersionResolution.CONFIGURED;
      case "relative" -> VersionResolution.RELATIVE;
      case "inherited" -> VersionResolution.INHERITED;
      default -> throw new IllegalArgumentException();
    };
  }

  /** Only a finished status ends an execution. */
  static String of(OrchestrationRuntimeStatus status) {
    return switch (status) {
      case COMPLETED -> "completed";
      case FAILED -> "failed";
      case TERMINATED -> "terminated";
      case PENDING, RUNNING, SUSPENDED ->
          throw new IllegalArgumentException(
              "an execution cannot end as " + status + "; use COMPLETED, FAILED or TERMINATED");
    };
  }

  static OrchestrationRuntimeStatus ending(String word) {
    return switch (word) {
      case "completed" -> OrchestrationRuntimeStatus.COMPLETED;
      case "failed" -> OrchestrationRuntimeStatus.FAILED;
      case "terminated" -> OrchestrationRuntimeStatus.TERMINATED;
      default -> throw new IllegalArgumentException();
    };
  }
}
