package dev.varve.azure;

/**
 * What a session knows of one lane of the index since it looked there last. One thread at a time.
 */
final class LaneWatch {
  final String lane;
  private long seenNews = -1;
  private boolean rest;
  private long nextDue = Micros.NEVER;

  LaneWatch(String lane) {
    this.lane = lane;
  }

  /** Whether there is a reason to look, other than that it was long ago. */
  boolean isDue(Signals signals, long now) {
    return rest || signals.of(lane) != seenNews || nextDue <= now;
  }

  /** A look begins: what is written from now on is news. */
  void begin(Signals signals) {
    seenNews = signals.of(lane);
    rest = false;
    nextDue = Micros.NEVER;
  }

  /** The look found something for later. */
  void dueAt(long due) {
    nextDue = Math.min(nextDue, due);
  }

  /** Not all that the look found was dealt with. */
  void leaveRest() {
    rest = true;
  }

  /** When something is due there that was not yet; {@link Micros#NEVER} if nothing is known. */
  long nextDue() {
    return nextDue;
  }
}
