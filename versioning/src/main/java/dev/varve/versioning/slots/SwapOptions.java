package dev.varve.versioning.slots;

import java.time.Duration;

/**
 * How a swap goes about it.
 *
 * @param within how long it waits for production to be idle, with starts open; zero looks once
 * @param closedAtMost how long starts may be closed for the last check; fronts open them again
 *     behind it, also if whoever swaps has died
 * @param mode what fronts do with starts meanwhile
 */
public record SwapOptions(Duration within, Duration closedAtMost, ClosedMode mode) {
  /** Looks once, closes starts for at most 30 seconds, and refuses them meanwhile. */
  public static final SwapOptions IF_IDLE =
      new SwapOptions(Duration.ZERO, Duration.ofSeconds(30), ClosedMode.REFUSE);

  /**
   * @throws IllegalArgumentException if a time is negative, or starts are not to be closed at all
   */
  public SwapOptions {
    if (within.isNegative() || !closedAtMost.isPositive()) {
      throw new IllegalArgumentException(
          "a swap within "
              + within
              + " with starts closed for "
              + closedAtMost
              + "; use zero or more, and more than zero");
    }
  }

  public SwapOptions within(Duration time) {
    return new SwapOptions(time, closedAtMost, mode);
  }

  public SwapOptions closedAtMost(Duration time) {
    return new SwapOptions(within, time, mode);
  }

  public SwapOptions holding() {
    return new SwapOptions(within, closedAtMost, ClosedMode.HOLD);
  }
}
