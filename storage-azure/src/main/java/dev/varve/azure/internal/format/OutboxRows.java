package dev.varve.azure.internal.format;

import dev.varve.ExistingInstancePolicy;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.TurnCommit.ChildStart;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The outbox of an instance: what its turns have done to others, as rows. */
public final class OutboxRows {
  private static final String KIND = "Outbox";
  private static final String CHILD = "child";
  private static final String MAIL = "mail";
  private static final String TARGET = "Target";
  private static final String FOR_EXECUTION = "ForExecution";
  private static final String AT = "At";
  private static final String COMMIT_ID = "CommitId";
  private static final String DUE = "Due";
  private static final String OWNER = "Owner";

  /** In front of the columns of the message that is sent if the id of a child is taken. */
  private static final String IF_TAKEN = "IfTaken";

  private OutboxRows() {}

  /** The row of an entry. */
  public static RowDraft encode(OutboxEntry entry, String rowKey, LargeTexts large) {
    RowDraft row = new RowDraft(rowKey, new HashMap<>());
    switch (entry) {
      case OutboxEntry.Child child -> put(row, child.start(), large);
      case OutboxEntry.Mail mail -> {
        row.columns().put(KIND, MAIL);
        put(row, "", mail.message(), large);
      }
    }
    return row;
  }

  private static void put(RowDraft row, ChildStart child, LargeTexts large) {
    NewInstance instance = child.instance();
    Map<String, Object> columns = row.columns();
    columns.put(KIND, CHILD);
    columns.put(TARGET, instance.instanceId());
    columns.put(AT, instance.at().toString());
    columns.put(COMMIT_ID, instance.commitId());
    columns.put(DUE, instance.due().toString());
    instance.owner().ifPresent(owner -> columns.put(OWNER, owner));
    StoredEvents.put(row, instance.started(), large);
    child.ifTaken().ifPresent(message -> put(row, IF_TAKEN, message, large));
  }

  private static void put(RowDraft row, String prefix, Message message, LargeTexts large) {
    row.columns().put(prefix + TARGET, message.instanceId());
    message.executionId().ifPresent(id -> row.columns().put(prefix + FOR_EXECUTION, id));
    StoredEvents.put(row, prefix + StoredEvents.EVENT, message.event(), large);
  }

  /**
   * The entry of a row. What a start does if its id is taken is not stored: children are refused.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static OutboxEntry decode(Row row, StoredTexts texts) {
    return switch (row.text(KIND).orElse("")) {
      case CHILD -> new OutboxEntry.Child(child(row, texts));
      case MAIL -> new OutboxEntry.Mail(message(row, "", texts));
      default -> throw Damage.in(row, "the column " + KIND + " holds no kind of entry");
    };
  }

  private static ChildStart child(Row row, StoredTexts texts) {
    if (!(StoredEvents.input(row, texts) instanceof ExecutionStarted started)) {
      throw Damage.in(row, "a child begins with another event than its start");
    }
    Optional<Long> owner = row.number(OWNER);
    NewInstance instance =
        new NewInstance(
            texts.of(row, TARGET),
            started,
            time(row, AT, texts),
            row.number(COMMIT_ID)
                .orElseThrow(() -> Damage.in(row, "the column " + COMMIT_ID + " is missing")),
            time(row, DUE, texts),
            ExistingInstancePolicy.refuse(),
            owner.isPresent() ? OptionalLong.of(owner.get()) : OptionalLong.empty());
    Optional<Message> ifTaken =
        row.text(IF_TAKEN + TARGET).map(target -> message(row, IF_TAKEN, texts));
    return new ChildStart(instance, ifTaken);
  }

  private static Message message(Row row, String prefix, StoredTexts texts) {
    return new Message(
        texts.of(row, prefix + TARGET),
        row.text(prefix + FOR_EXECUTION),
        StoredEvents.input(row, prefix + StoredEvents.EVENT, texts));
  }

  private static Instant time(Row row, String column, StoredTexts texts) {
    try {
      return Instant.parse(texts.of(row, column));
    } catch (DateTimeException e) {
      throw Damage.in(row, "the column " + column + " holds no time");
    }
  }
}
