package dev.varve.versioning.slots;

import java.time.Instant;

/** Whether fronts may start instances. */
sealed interface Starts {
  /** They may. */
  record Open() implements Starts {}

  /**
   * They may not.
   *
   * @param cause for people, {@code swap} or {@code drain}
   * @param until by the store's clock; behind it anybody may open them again, since whoever closed
   *     them may have died
   */
  record Closed(String cause, ClosedMode mode, Instant until) implements Starts {}
}
