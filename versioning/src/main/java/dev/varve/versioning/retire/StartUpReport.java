package dev.varve.versioning.retire;

import dev.varve.versioning.lock.FunctionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which versions instances in flight need that neither the program that starts nor any live worker
 * serves.
 *
 * @param missing by kind, base name and version
 * @param unreadable why it is not known what an instance needs; empty if that is known of all
 */
public record StartUpReport(List<Missing> missing, Optional<String> unreadable) {
  public StartUpReport {
    missing = List.copyOf(missing);
  }

  /**
   * A version that is needed and not there.
   *
   * @param running instances in flight that run on it; for an activity, calls without an answer
   * @param callers instances in flight that have called it or can still call it
   * @param oldestId the instance of all of these that was created first
   * @param oldest when that was
   */
  public record Missing(
      FunctionKey function, long running, List<Calling> callers, String oldestId, Instant oldest) {
    public Missing {
      callers = List.copyOf(callers);
    }

    /** For people: what is missing, who needs it, and what to do. */
    public String explanation() {
      StringBuilder text = new StringBuilder(function + " is missing: ");
      if (running > 0) {
        text.append(InFlight.counted(function.kind(), running)).append(", ");
      }
      callers.forEach(calling ->
          text.append(calling.instances())
              .append(" of ")
              .append(calling.orchestrator())
              .append(' ')
              .append(calling.reach().words())
              .append(", "));
      return text.append("the oldest is '")
          .append(oldestId)
          .append("', created ")
          .append(oldest)
          .append("; register ")
          .append(function.name())
          .append(" again, start a worker that has it, or terminate what needs it")
          .toString();
    }
  }
}
