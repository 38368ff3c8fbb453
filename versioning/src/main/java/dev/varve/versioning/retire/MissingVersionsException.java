package dev.varve.versioning.retire;

import dev.varve.OrchestrationException;
import dev.varve.versioning.retire.StartUpReport.Missing;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The program that starts lacks versions that instances in flight need, and no live worker has
 * them. It was not started, and nothing was written. Register the versions, or {@linkplain
 * StartUpCheck#logging log} what is missing instead of refusing.
 */
public final class MissingVersionsException extends OrchestrationException {
  private static final int LISTED = 20;

  private final List<Missing> missing;

  MissingVersionsException(String hub, List<Missing> missing) {
    super(
        "instances of hub "
            + hub
            + " need code that is not here; this worker was not started: "
            + missing.stream()
                .limit(LISTED)
                .map(Missing::explanation)
                .collect(Collectors.joining("; "))
            + (missing.size() > LISTED ? "; and " + (missing.size() - LISTED) + " more" : ""));
    this.missing = List.copyOf(missing);
  }

  /** All that is missing, by kind, base name and version. */
  public List<Missing> missing() {
    return missing;
  }
}
