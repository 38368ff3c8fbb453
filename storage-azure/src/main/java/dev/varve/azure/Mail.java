package dev.varve.azure;

import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.RowDraft;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into inboxes, each on the strand of who gets it. A message is written together with
 * a receipt, by which its repetition is known, and with a touch of the door, which is there exactly
 * while the instance is not finished and has the owner that the sender believes it has.
 */
final class Mail {
  /** Marks the receipt of a message from an outbox. */
  static final String FROM_OUTBOX = "FromOutbox";

  private static final String TOUCHED = "Touched";
  private static final int ATTEMPTS = 50;

  private final HubParts parts;

  Mail(HubParts parts) {
    this.parts = parts;
  }

  /** A message from outside. */
  SendOutcome send(Message message) {
    InboxEntry entry = entry(message);
    return post(message, entry, receipt(Keys.receipt(entry.id()), false), null).orElseThrow();
  }

  /** A message from an outbox; that it was delivered before is found out. */
  SendOutcome deliver(Message message, String sender, String outboxKey) {
    Change receipt = receipt(Keys.receipt(sender, outboxKey), true);
    return post(message, entry(message), receipt, null).orElseThrow();
  }

  /**
   * The answer of an activity, in place of its row.
   *
   * @param task deletes the row in the state in which the session claimed it
   * @return empty if the row is in another state
   */
  Optional<SendOutcome> answer(Message message, Change.Delete task) {
    return post(message, entry(message), null, task);
  }

  private InboxEntry entry(Message message) {
    long due = parts.clock().now();
    InboxMessage put = new InboxMessage(parts.ids().next(), message.event());
    return new InboxEntry(due, put, message.executionId());
  }

  private static Change receipt(String key, boolean fromOutbox) {
    return new Change.Insert(key, Map.of(FROM_OUTBOX, fromOutbox));
  }

  private Optional<SendOutcome> post(
      Message message, InboxEntry entry, @Nullable Change receipt, Change.@Nullable Delete task) {
    HubTables tables = parts.tables();
    String id = message.instanceId();
    LargeTexts large = tables.large(id, entry.id());
    RowDraft row = entry.row(large);
    tables.putBlobs(large);
    for (int i = 0; i < ATTEMPTS; i++) {
      Owned owned = parts.ownership().find(id);
      InstanceState state = owned != null ? owned.state : read(id);
      if (state == null || !message.isFor(state.row.executionId())) {
        return Optional.of(SendOutcome.NO_SUCH_INSTANCE);
      }
      if (state.isFinished()) {
        return Optional.of(SendOutcome.FINISHED);
      }
      List<String> announced = owned != null ? List.of() : parts.wakes().announce(state, entry);
      List<Change> changes = new ArrayList<>();
      if (receipt != null) {
        changes.add(receipt);
      }
      if (task != null) {
        changes.add(task);
      }
      changes.add(
          new Change.Merge(Keys.door(state.epoch), Map.of(TOUCHED, entry.id()), Change.ANY));
      changes.add(new Change.Insert(row.key(), row.columns()));
      Outcome outcome = apply(id, owned, changes);
      if (outcome instanceof Outcome.Refused refused) {
        if (Behind.inDoubt(() -> isThere(id, row.key()))) { // the echo of its own success
          taken(owned, state, entry, announced);
          return Optional.of(SendOutcome.ACCEPTED);
        }
        refresh(owned); // it was delivered before, or the instance has changed hands or finished
        if (refused.why() == Outcome.Why.EXISTS) {
          return Optional.of(SendOutcome.ACCEPTED);
        }
        if (changes.get(refused.index()) instanceof Change.Delete) {
          return Optional.empty();
        }
      } else if (outcome.applied()) {
        taken(owned, state, entry, announced);
        return Optional.of(SendOutcome.ACCEPTED);
      } else {
        throw new StorageException("a message to '" + id + "' does not fit a transaction", null);
      }
    }
    throw new StorageException(
        "a message to '" + id + "' could not be sent: its owner changes all the time; try again",
        null);
  }

  private @Nullable InstanceState read(String instanceId) {
    return parts.reader().find(instanceId).map(InstanceReader.Found::state).orElse(null);
  }

  /** What may have arrived without an answer has to be looked for by its owner. */
  private Outcome apply(String id, @Nullable Owned owned, List<Change> changes) {
    try {
      return parts.tables().history().apply(parts.tables().partition(id), changes);
    } catch (StorageException e) {
      if (owned != null) {
        owned.session.suspect(id);
      }
      throw e;
    }
  }

  private boolean isThere(String id, String key) {
    return parts.tables().history().get(parts.tables().partition(id), key).isPresent();
  }

  private void taken(
      @Nullable Owned owned, InstanceState state, InboxEntry entry, List<String> announced) {
    if (owned != null) {
      owned.session.received(owned, entry);
    } else {
      parts.wakes().ring(announced);
      if (state.owner != 0) {
        announced.forEach(lane -> parts.signals().ringOwner(state.owner, lane));
      }
    }
  }

  private void refresh(@Nullable Owned owned) {
    if (owned != null) {
      Owned ignored =
          parts.ownership().refresh(owned, parts.reader().load(owned.id), parts.tables());
    }
  }
}
