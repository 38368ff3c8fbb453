package dev.varve.azure;

import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.RowDraft;
import dev.varve.azure.internal.format.StoredEvents;
import dev.varve.azure.internal.format.StoredTexts;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.InputEvent;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Message;
import java.util.HashMap;
import java.util.Optional;

/**
 * A message in an inbox, ordered by when it is due and then by id (G8).
 *
 * @param due when it was accepted, or when the timer fires; microseconds
 * @param executionId the only execution it is for, if it is for one only
 */
record InboxEntry(long due, InboxMessage message, Optional<String> executionId)
    implements Comparable<InboxEntry> {
  private static final String FOR_EXECUTION = "ForExecution";

  long id() {
    return message.id();
  }

  String key() {
    return Keys.inbox(due, message.id());
  }

  boolean isTimer() {
    return message.event() instanceof InputEvent.TimerFired;
  }

  boolean isManagement() {
    return message.event() instanceof InputEvent.Management;
  }

  /** Whether the instance is to be told of it in this execution; a timer ends with its own. */
  boolean isFor(String instanceId, String current) {
    return new Message(instanceId, executionId, message.event()).isFor(current);
  }

  /** Whether a failed instance keeps it, should it be rewound. */
  boolean outlivesFailure() {
    return executionId.isEmpty() && !isManagement() && !isTimer();
  }

  RowDraft row(LargeTexts large) {
    RowDraft row = new RowDraft(key(), new HashMap<>());
    executionId.ifPresent(id -> row.columns().put(FOR_EXECUTION, id));
    StoredEvents.put(row, message.event(), large);
    return row;
  }

  static InboxEntry of(Row row, StoredTexts texts) {
    return new InboxEntry(
        Keys.dueOfInbox(row.key()),
        new InboxMessage(Keys.idOfInbox(row.key()), StoredEvents.input(row, texts)),
        row.text(FOR_EXECUTION));
  }

  @Override
  public int compareTo(InboxEntry other) {
    int byDue = Long.compare(due, other.due);
    return byDue != 0 ? byDue : Long.compare(id(), other.id());
  }
}
