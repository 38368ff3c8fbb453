package dev.varve.versioning.status;

import dev.varve.versioning.status.GateResult.Outcome;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Holds a deployment back until nothing is in flight. Immutable; thread-safe if what it reads is.
 *
 * <pre>{@code
 * GateResult result =
 *     Gate.of(StatusCheck.of(hub)::check).every(Duration.ofSeconds(10)).clean(3).await();
 * System.exit(result.exitCode());
 * }</pre>
 *
 * <p>What it says holds for the moment of its readings. Between the last one and what follows, new
 * work may begin; closing starts is the business of whoever swaps.
 */
public final class Gate {
  private final Supplier<StatusReport> reading;
  private final Consumer<StatusReport> listener;
  private final Duration interval;
  private final Duration timeout;
  private final int clean;
  private final Pace pace;

  private Gate(
      Supplier<StatusReport> reading,
      Consumer<StatusReport> listener,
      Duration interval,
      Duration timeout,
      int clean,
      Pace pace) {
    this.reading = reading;
    this.listener = listener;
    this.interval = interval;
    this.timeout = timeout;
    this.clean = clean;
    this.pace = pace;
  }

  /** A gate that looks every 10 seconds for 30 minutes and opens at the first clean reading. */
  public static Gate of(Supplier<StatusReport> reading) {
    return new Gate(
        reading, report -> {}, Duration.ofSeconds(10), Duration.ofMinutes(30), 1, Pace.SYSTEM);
  }

  /**
   * The same gate with another time between two readings.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Gate every(Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "an interval of " + time + " between readings; use more than zero");
    }
    return new Gate(reading, listener, time, timeout, clean, pace);
  }

  /**
   * The same gate with another time after which it gives up. It looks once more at the very end.
   *
   * @param time zero or more
   * @throws IllegalArgumentException if it is negative
   */
  public Gate within(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a timeout of " + time + "; use zero or more");
    }
    return new Gate(reading, listener, interval, time, clean, pace);
  }

  /**
   * The same gate with another number of readings in a row that must be clean.
   *
   * @param inARow at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Gate clean(int inARow) {
    if (inARow < 1) {
      throw new IllegalArgumentException(inARow + " clean readings in a row; use 1 or more");
    }
    return new Gate(reading, listener, interval, timeout, inARow, pace);
  }

  /** The same gate, which hands on every reading as it is made. */
  public Gate reporting(Consumer<StatusReport> each) {
    return new Gate(reading, each, interval, timeout, clean, pace);
  }

  /** The same gate in another time. */
  public Gate pace(Pace other) {
    return new Gate(reading, listener, interval, timeout, clean, other);
  }

  /**
   * Looks once and does not wait; IDLE or BUSY, however many clean readings are asked for.
   *
   * @throws RuntimeException what the reading throws
   */
  public GateResult once() {
    StatusReport report = read();
    return new GateResult(
        report.hasRunning() ? Outcome.BUSY : Outcome.IDLE, 1, Duration.ZERO, report);
  }

  /**
   * Looks until enough readings in a row were clean, or time is up; IDLE or TIMED_OUT. Looks at
   * least once.
   *
   * @throws RuntimeException what a reading throws
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public GateResult await() throws InterruptedException {
    long start = pace.nanoTime();
    int inARow = 0;
    for (int readings = 1; ; readings++) {
      StatusReport report = read();
      inARow = report.hasRunning() ? 0 : inARow + 1;
      Duration waited = Duration.ofNanos(pace.nanoTime() - start);
      if (inARow >= clean) {
        return new GateResult(Outcome.IDLE, readings, waited, report);
      }
      Duration left = timeout.minus(waited);
      if (!left.isPositive()) {
        return new GateResult(Outcome.TIMED_OUT, readings, waited, report);
      }
      pace.pause(left.compareTo(interval) < 0 ? left : interval);
    }
  }

  private StatusReport read() {
    StatusReport report = reading.get();
    listener.accept(report);
    return report;
  }
}
