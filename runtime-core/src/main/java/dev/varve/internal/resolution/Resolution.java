package dev.varve.internal.resolution;

import dev.varve.FunctionName;
import dev.varve.VersionSet;
import dev.varve.history.VersionResolution;

/** What a name came to. */
public sealed interface Resolution {
  /**
   * The name means this function.
   *
   * @param function what runs
   * @param versionSet what the started execution is pinned to
   * @param how what history records about it
   * @param recordOnlyVersion whether the hub must record this version as the current one of its
   *     base, because it was found as the only one known
   */
  record Resolved(
      FunctionName function,
      VersionSet versionSet,
      VersionResolution how,
      boolean recordOnlyVersion)
      implements Resolution {}

  /**
   * The name means nothing that may run. A start is refused and writes nothing; inside an
   * orchestration the instance parks.
   *
   * @param message what was asked, what is known, who said so, and what to do
   */
  record Refused(Reason reason, String message) implements Resolution {}

  /** Why a name was refused. */
  enum Reason {
    /** A full name together with a choice that says something else: the call itself is wrong. */
    CONTRADICTION,
    /** The version asked for is known nowhere. */
    NOT_KNOWN,
    /** The version that a source calls current is not known for its base. */
    CURRENT_NOT_KNOWN,
    /** Several versions are known, and no source says which one is current. */
    NO_CURRENT,
    /** The version set the instance started under has no entry for the base. */
    NOT_IN_VERSION_SET
  }
}
