package dev.varve.testing.simulation;

/** One thing a customer does. */
sealed interface Errand {
  /**
   * Starts the customer's instance with a new program.
   *
   * @param version exactly this version, or 0 for the current one
   * @param delayMillis how long the start is to wait
   */
  record Start(long seed, int version, int delayMillis) implements Errand {}

  /** Starts it again although it is there, which must have no effect. */
  record StartAgain(boolean keep) implements Errand {}

  /** Raises the next event. */
  record Raise(int number) implements Errand {}

  /** Raises an event that the program may wait for. */
  record RaiseMaybe() implements Errand {}

  /** Suspends it. */
  record Suspend() implements Errand {}

  /** Resumes it. */
  record Resume() implements Errand {}

  /** Terminates it. */
  record Terminate(boolean recursive) implements Errand {}

  /** Asks about it. */
  record Look() implements Errand {}

  /** Waits until it has ended. */
  record AwaitEnd() implements Errand {}

  /** Removes it. */
  record Purge() implements Errand {}
}
