package dev.varve.azure.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.ExistingInstancePolicy;
import dev.varve.Payload;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit.ChildStart;
import java.time.Instant;
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What waits in an instance's partition: outbox, inbox, tasks. */
class OutboxRowsTest {
  private static final Message MESSAGE =
      new Message("other/1", Optional.of("e/1"), new EventRaised("x", new Payload("\"\ud800\"")));

  private final Stored stored = new Stored("a/b");

  private static NewInstance child(OptionalLong owner) {
    ExecutionStarted started =
        (ExecutionStarted) GoldenEvents.events().get("ExecutionStarted.json");
    return new NewInstance(
        "child-1",
        Objects.requireNonNull(started),
        Instant.parse("2026-01-02T03:04:05.678901Z"),
        -7,
        Instant.parse("9999-12-31T23:59:59Z"),
        ExistingInstancePolicy.refuse(),
        owner);
  }

  private void assertComesBack(OutboxEntry entry) {
    Row row = stored.row(OutboxRows.encode(entry, "outbox-1-1", stored.large));
    assertThat(OutboxRows.decode(row, stored.texts())).isEqualTo(entry);
    assertThat(row.columns()).doesNotContainKeys("ExecutionId", "EventType", "TaskScheduledId");
  }

  @Test
  void a_child_to_start_comes_back() {
    assertComesBack(
        new OutboxEntry.Child(new ChildStart(child(OptionalLong.empty()), Optional.empty())));
    assertComesBack(
        new OutboxEntry.Child(new ChildStart(child(OptionalLong.of(5)), Optional.of(MESSAGE))));
  }

  @Test
  void a_message_comes_back() {
    assertComesBack(new OutboxEntry.Mail(MESSAGE));
    assertComesBack(
        new OutboxEntry.Mail(
            Message.to("p", new EventRaised("x", new Payload("y".repeat(100_000))))));
  }

  @Test
  void whatever_waits_in_an_inbox_or_for_a_worker_comes_back() {
    GoldenEvents.events()
        .forEach((name, event) -> {
          RowDraft draft = new RowDraft("inbox-1", new HashMap<>());
          StoredEvents.put(draft, event, stored.large);
          Row row = stored.row(draft);
          HistoryEvent read =
              switch (event) {
                case InputEvent input -> StoredEvents.input(row, stored.texts());
                case TaskScheduled task -> StoredEvents.task(row, stored.texts());
                case HistoryEvent decision -> decision;
              };
          assertThat(read).as(name).isEqualTo(event);
          assertThat(row.columns()).containsOnlyKeys("Event");
        });
  }

  @Test
  void what_waits_in_the_wrong_place_is_refused() {
    RowDraft draft = new RowDraft("task-1", new HashMap<>());
    StoredEvents.put(draft, MESSAGE.event(), stored.large);
    Row row = stored.row(draft);

    assertThatThrownBy(() -> StoredEvents.task(row, stored.texts()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("task-1");
    assertThatThrownBy(() -> OutboxRows.decode(row, stored.texts()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("task-1");
  }
}
