package dev.varve.testing.simulation;

import java.time.Duration;

/** A fingerprint of everything a run did, in order; on demand the lines themselves. */
final class Trace {
  private static final long PRIME = 1_099_511_628_211L;

  private final boolean verbose;
  private long hash = 0xcbf29ce484222325L;
  private long lines;

  /**
   * @param verbose whether lines are printed
   */
  Trace(boolean verbose) {
    this.verbose = verbose;
  }

  void add(long nanos, String line) {
    lines++;
    mix(nanos);
    mix(line.hashCode());
    if (verbose) {
      System.out.println(Duration.ofNanos(nanos) + " " + line);
    }
  }

  private void mix(long value) {
    hash = (hash ^ value) * PRIME;
    hash ^= hash >>> 29;
  }

  long hash() {
    return hash;
  }

  long lines() {
    return lines;
  }
}
