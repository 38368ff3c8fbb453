package dev.varve.storage;

import dev.varve.history.InputEvent;
import java.util.Optional;

/**
 * A message in an inbox, ordered by when it is due and then by id (G8).
 *
 * @param due when it was accepted, or when the timer fires; microseconds
 * @param executionId the only execution it is for, if it is for one only
 * @param timer whether it is a timer
 */
record InboxRow(long due, InboxMessage message, Optional<String> executionId, boolean timer)
    implements Comparable<InboxRow> {
  /** Before everything else: results that a release gives back. */
  static final long FIRST = Long.MIN_VALUE;

  boolean isManagement() {
    return message.event() instanceof InputEvent.Management;
  }

  /** The number of the decision it answers, if it is a timer. */
  int timerId() {
    return ((InputEvent.TimerFired) message.event()).taskId();
  }

  @Override
  public int compareTo(InboxRow other) {
    int byDue = Long.compare(due, other.due);
    return byDue != 0 ? byDue : Long.compare(message.id(), other.message.id());
  }
}
