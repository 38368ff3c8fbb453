package dev.varve.history;

/** How the version of a started orchestration was found. */
public enum VersionResolution {
  /** By base name, from the configuration: the version set holds the configured versions. */
  CONFIGURED,
  /** By an exact version other than the current one: the set is relative to that version. */
  RELATIVE,
  /** From the parent's version set. */
  INHERITED
}
