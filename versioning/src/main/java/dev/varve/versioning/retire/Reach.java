package dev.varve.versioning.retire;

/** How an instance in flight reaches a function it does not run on; the weakest first. */
public enum Reach {
  /** Its version set gives it this version, should its code call the base name. */
  CAN_CALL("can still call it"),
  /** It has called it, and may do so again. */
  HAS_CALLED("called it before and may do so again"),
  /** It has called it, and has no answer yet. */
  WAITS_FOR_IT("called it and got no answer yet");

  private final String words;

  Reach(String words) {
    this.words = words;
  }

  /** For messages: what one or several instances do. */
  String words() {
    return words;
  }
}
