package dev.varve.versioning.bump;

/** Which version a copy gets. */
public sealed interface TargetVersion {
  /** For each function its own highest version and one; each run makes another version. */
  record Next() implements TargetVersion {}

  /** This version for all; a function whose highest version it is already counts as copied. */
  record Exactly(int version) implements TargetVersion {
    /**
     * @throws IllegalArgumentException if the version is not 1 or more
     */
    public Exactly {
      if (version < 1) {
        throw new IllegalArgumentException(
            "version " + version + " cannot be made; give 1 or more, or take the next");
      }
    }
  }

  /** For each function its own highest version and one. */
  static TargetVersion next() {
    return new Next();
  }

  /**
   * This version for all.
   *
   * @throws IllegalArgumentException if the version is not 1 or more
   */
  static TargetVersion exactly(int version) {
    return new Exactly(version);
  }
}
