package dev.varve.internal.replay;

import dev.varve.FunctionName;
import dev.varve.history.VersionResolution;

/** What a call by name meets. */
public sealed interface CallResolution {
  /**
   * A function.
   *
   * @param how and {@code versionSetId} matter for orchestrations only
   */
  record Found(FunctionName function, VersionResolution how, String versionSetId)
      implements CallResolution {}

  /** Nothing that this instance may call; the instance is parked. */
  record NotFound(String explanation) implements CallResolution {}

  /** Nobody can say now; the turn is dropped, and another worker or a later time may know. */
  record Unknown(String why) implements CallResolution {}
}
