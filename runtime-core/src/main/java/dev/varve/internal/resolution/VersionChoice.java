package dev.varve.internal.resolution;

/** What an orchestration asks for when it starts a child or continues as new. */
public sealed interface VersionChoice {
  /** Nothing was asked for: a child takes the parent's version set, continue-as-new stays. */
  record Inherit() implements VersionChoice {}

  /** The version that a start by base name would get at this moment. */
  record Current() implements VersionChoice {}

  /**
   * One version.
   *
   * @param version 0 or more
   */
  record Exactly(int version) implements VersionChoice {
    /**
     * @throws IllegalArgumentException if the version is negative
     */
    public Exactly {
      if (version < 0) {
        throw new IllegalArgumentException(
            "version " + version + " is negative; versions are 0 or more");
      }
    }
  }
}
