package dev.varve.jdbc;

import dev.varve.storage.Message;

/** What a row of {@code message} is, by its stored number. */
enum MessageKind {
  /** Makes the instance claimable and says nothing. */
  WAKE,
  TIMER,
  /** For one execution only. */
  ANSWER,
  EVENT,
  MANAGEMENT;

  static MessageKind of(Message message) {
    if (message.isManagement()) {
      return MANAGEMENT;
    }
    return message.executionId().isPresent() ? ANSWER : EVENT;
  }
}
