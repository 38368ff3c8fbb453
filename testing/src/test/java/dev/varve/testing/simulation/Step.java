package dev.varve.testing.simulation;

import java.util.List;

/** One step of a random program. */
sealed interface Step {
  /** An activity that returns the value. */
  record Work(int value) implements Step {}

  /** An activity that fails so many times before it returns the value. */
  record Flaky(int value, int failures) implements Step {}

  /** An activity that fails always, which the program handles. */
  record Boom(int value) implements Step {}

  /** An activity that few workers have. */
  record Far(int value) implements Step {}

  /** A value recorded as a side effect. */
  record Note(int value) implements Step {}

  /** A change of the custom status. */
  record Status(int value) implements Step {}

  /** A timer. */
  record Pause(int millis) implements Step {}

  /** A wait for the next event from outside. */
  record Event() implements Step {}

  /** A wait for an event that may come too late. */
  record Maybe(int millis) implements Step {}

  /** A child program. */
  record Child(long seed) implements Step {}

  /** A child program against a timer; it is cancelled when the timer is first. */
  record ChildRace(long seed, int millis) implements Step {}

  /** A program that nobody waits for. */
  record Detached(long seed) implements Step {}

  /** Activities side by side. */
  record FanOut(List<Integer> values) implements Step {
    public FanOut {
      values = List.copyOf(values);
    }
  }

  /** An activity against a timer that is far too long, and then cancelled. */
  record Race(int value) implements Step {}

  /** An activity that is cancelled if a short timer is first. */
  record Hasty(int value, int millis) implements Step {}

  /** An activity that may not return in time. */
  record Bounded(int value, int millis) implements Step {}

  /**
   * Activities with callbacks that decide further things: the order of callbacks is the order of
   * decisions.
   */
  record Callbacks(int first, int second) implements Step {}
}
