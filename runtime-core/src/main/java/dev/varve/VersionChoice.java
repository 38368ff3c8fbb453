package dev.varve;

/** Which version a child orchestration, a next execution or a restarted instance gets. */
public sealed interface VersionChoice {
  /** Stays in the version set of the instance that asks. */
  record Inherit() implements VersionChoice {}

  /**
   * What is configured as current when it is asked for; at continue-as-new never a lower version.
   */
  record Current() implements VersionChoice {}

  /** Exactly this version. */
  record Exactly(int version) implements VersionChoice {
    /**
     * @throws IllegalArgumentException if the version is negative
     */
    public Exactly {
      if (version < 0) {
        throw new IllegalArgumentException("version " + version + " is negative; give 0 or more");
      }
    }
  }

  /** Stays in the version set of the instance that asks. */
  static VersionChoice inherit() {
    return new Inherit();
  }

  /** What is configured as current when it is asked for. */
  static VersionChoice current() {
    return new Current();
  }

  /** Exactly this version. */
  static VersionChoice exactly(int version) {
    return new Exactly(version);
  }
}
