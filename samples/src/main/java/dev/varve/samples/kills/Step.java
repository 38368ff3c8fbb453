package dev.varve.samples.kills;

import java.util.List;

/** One step of a random program. */
sealed interface Step {
  /** An activity that returns the value. */
  record Work(long value) implements Step {}

  /** An activity that fails so many times before it returns the value. */
  record Flaky(long value, int failures) implements Step {}

  /** A value recorded as a side effect. */
  record Note(long value) implements Step {}

  /** A short timer. */
  record Pause(int millis) implements Step {}

  /** A wait for the next event from outside. */
  record Event() implements Step {}

  /** A child program. */
  record Child(long seed) implements Step {}

  /** Activities side by side. */
  record FanOut(List<Long> values) implements Step {
    public FanOut {
      values = List.copyOf(values);
    }
  }

  /** An activity against a timer that is far too long, and then cancelled. */
  record Race(long value) implements Step {}
}
