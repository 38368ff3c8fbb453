package dev.varve.versioning.slots;

import dev.varve.versioning.status.StatusReport;
import java.util.Optional;

/**
 * What became of a swap. Unless it is SWAPPED, production is what it was and starts are open again;
 * the swap may be asked for again.
 *
 * @param detail for people: what is in the way, or who is production now
 * @param report what production had in flight when it was last looked at, if it was
 */
public record SwapResult(Outcome outcome, String detail, Optional<StatusReport> report) {
  /** How it ended. */
  public enum Outcome {
    /** The other deployment is production. */
    SWAPPED,
    /** Production had something in flight. */
    BUSY,
    /** A front did not let go of its starts in time. */
    FRONTS_DID_NOT_ANSWER,
    /** Somebody else swapped, drained or deployed meanwhile. */
    OVERTAKEN
  }

  /** 0 swapped, 3 not; for pipelines. */
  public int exitCode() {
    return outcome == Outcome.SWAPPED ? 0 : StatusReport.EXIT_BUSY;
  }
}
