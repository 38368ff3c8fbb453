package dev.varve.versioning.retire;

import dev.varve.FunctionName;
import java.time.Instant;

/**
 * Instances in flight that reach a function in one way.
 *
 * @param orchestrator what they run on
 * @param instances how many there are
 * @param oldestId the one that was created first
 * @param oldest when that was
 */
public record Calling(
    FunctionName orchestrator, Reach reach, long instances, String oldestId, Instant oldest) {
  Calling plus(long more) {
    return new Calling(orchestrator, reach, instances + more, oldestId, oldest);
  }
}
