package dev.varve.storage;

import java.time.Instant;

/**
 * Who did what to which thing, and why.
 *
 * @param position counts up in the order of the log, not always by one
 * @param at the store's time
 */
public record AuditEntry(
    long position, Instant at, String who, String action, String subject, String detail) {

  /**
   * An entry that is still to be written.
   *
   * @param who the person or program, as far as known
   * @param action a word such as {@code current-version}
   * @param subject the instance, function or record concerned
   * @param detail what changed and why
   */
  public record Draft(String who, String action, String subject, String detail) {}
}
