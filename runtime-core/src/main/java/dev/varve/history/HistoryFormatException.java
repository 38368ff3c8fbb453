package dev.varve.history;

import dev.varve.OrchestrationException;

/**
 * Stored history could not be read, or an event could not be written so that it can be read again.
 * The message names what, where and what to do; it never holds user data.
 */
public final class HistoryFormatException extends OrchestrationException {
  private final String where;

  /**
   * Of what a store keeps beside the events, or has lost.
   *
   * @param where the place
   * @param why what is wrong there, without user data
   * @param advice what to do
   */
  public HistoryFormatException(String where, String why, String advice) {
    super(where + ": " + why + "; " + advice);
    this.where = where;
  }

  /** The place, such as {@code turn 7, decisions[2]}. */
  public String where() {
    return where;
  }
}
