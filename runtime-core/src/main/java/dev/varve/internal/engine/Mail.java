package dev.varve.internal.engine;

import dev.varve.history.InputEvent;

/**
 * Something for a resident instance.
 *
 * @param event what it is told
 * @param inboxId the row in its inbox, or {@link #LOCAL} for a result that exists only here
 */
record Mail(InputEvent event, long inboxId) {
  static final long LOCAL = -1;

  static Mail local(InputEvent.Answer answer) {
    return new Mail(answer, LOCAL);
  }

  boolean isLocal() {
    return inboxId == LOCAL;
  }
}
