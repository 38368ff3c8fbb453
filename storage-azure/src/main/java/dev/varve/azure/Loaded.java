package dev.varve.azure;

import dev.varve.azure.internal.format.OutboxEntry;
import dev.varve.azure.internal.table.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An instance as it was read: its sentinel, and all that waits in its partition.
 *
 * @param etag of the sentinel
 * @param inbox what the current execution is to be told, in order
 * @param tasks activities of the current execution that nobody has completed
 * @param outbox what its turns have done to others and is not known to be carried out, in order
 * @param receipts keys of the receipts for messages, taken in or not
 * @param leftovers changes that tidy up behind a write that was cut off; they change nothing that
 *     anybody sees
 * @param incomplete whether rows of a turn that was never made may lie behind its history
 * @param damage what is wrong with a row that cannot be read and is left out here
 */
record Loaded(
    InstanceState state,
    String etag,
    List<InboxEntry> inbox,
    List<TaskEntry> tasks,
    List<Outgoing> outbox,
    Set<String> receipts,
    List<Change> leftovers,
    boolean incomplete,
    Optional<String> damage) {

  /** When the first of its messages is due, or {@link Micros#NEVER}. */
  long firstDue() {
    return inbox.isEmpty() ? Micros.NEVER : inbox.getFirst().due();
  }

  boolean hasManagement() {
    return inbox.stream().anyMatch(InboxEntry::isManagement);
  }

  /** Whether a message was put into the inbox, taken in or not. */
  boolean knows(long messageId) {
    return receipts.contains(Keys.receipt(messageId))
        || inbox.stream().anyMatch(entry -> entry.id() == messageId);
  }

  /** An entry of an outbox and its row. */
  record Outgoing(String key, OutboxEntry entry) {}
}
