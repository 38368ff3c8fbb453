package dev.varve.jdbc;

/** What keeps an instance from being run, as bits of {@code run.holds}. */
final class Holds {
  /** It is suspended. */
  static final int SUSPENDED = 1;

  /** It is parked, and no live session has a build that has not failed on it. */
  static final int PARKED = 2;

  /** Some builds failed on it; they are in {@code failed_build}. */
  static final int FAILED_BUILDS = 4;

  private Holds() {}

  /** Whether only management may claim it. */
  static boolean held(int holds) {
    return (holds & (SUSPENDED | PARKED)) != 0;
  }

  /** The lane that its messages lie in, management apart. */
  static long lane(long function, int holds) {
    return held(holds) ? -function : function;
  }

  static boolean suspended(int holds) {
    return (holds & SUSPENDED) != 0;
  }

  static boolean hasFailedBuilds(int holds) {
    return (holds & FAILED_BUILDS) != 0;
  }
}
