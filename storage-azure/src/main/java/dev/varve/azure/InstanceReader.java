package dev.varve.azure;

import dev.varve.Names;
import dev.varve.Payload;
import dev.varve.azure.internal.format.Damage;
import dev.varve.azure.internal.format.HistoryRows;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.OutboxRows;
import dev.varve.azure.internal.format.Salvage;
import dev.varve.azure.internal.format.StoredTexts;
import dev.varve.azure.internal.format.TurnReader;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads instances from their partitions. Thread-safe. */
final class InstanceReader {
  /** How long an activity's or client's message is remembered: no request lives that long. */
  private static final Duration RECEIPTS_KEPT = Duration.ofMinutes(20);

  /** How long one from an outbox is: whoever had to deliver it again may have been away. */
  private static final Duration OUTBOX_RECEIPTS_KEPT = Duration.ofDays(7);

  private static final int PAGE = 1_000;

  private final HubTables tables;

  InstanceReader(HubTables tables) {
    this.tables = tables;
  }

  /** What the sentinel says, and its ETag. */
  record Found(InstanceState state, String etag) {}

  Optional<Found> find(String instanceId) {
    return sentinel(instanceId)
        .filter(this::isOurs)
        .map(row -> new Found(Sentinel.decode(row, tables.texts()), row.etag()));
  }

  private Optional<Row> sentinel(String instanceId) {
    return tables.history().get(tables.partition(instanceId), Keys.SENTINEL);
  }

  /** Other hubs may share the table, and one of them may have an instance with the same id. */
  private boolean isOurs(Row sentinel) {
    return hubOf(sentinel).equals(tables.hub());
  }

  private static String hubOf(Row sentinel) {
    return sentinel.text(InstanceRows.HUB).orElse("");
  }

  /** The other hub that has an instance with this id, if one has. */
  Optional<String> otherHub(String instanceId) {
    return sentinel(instanceId).filter(row -> !isOurs(row)).map(InstanceReader::hubOf);
  }

  /** All of the partition but its events. */
  Optional<Loaded> load(String instanceId) {
    List<Row> rows =
        tables
            .history()
            .range(tables.partition(instanceId), Keys.OURS_FROM, Keys.OURS_TO, Integer.MAX_VALUE);
    StoredTexts texts = tables.texts();
    return rows.stream()
        .filter(row -> row.key().equals(Keys.SENTINEL))
        .findFirst()
        .filter(this::isOurs)
        .map(sentinel -> new Sorting(instanceId, sentinel, texts).sort(rows));
  }

  /** Sorts the rows of one partition. */
  private static final class Sorting {
    private final String instanceId;
    private final Row sentinel;
    private final StoredTexts texts;
    private final InstanceState state;
    private final List<InboxEntry> inbox = new ArrayList<>();
    private final List<TaskEntry> tasks = new ArrayList<>();
    private final List<Loaded.Outgoing> outbox = new ArrayList<>();
    private final Set<String> receipts = new HashSet<>();
    private final List<Change> leftovers = new ArrayList<>();
    private Optional<String> damage = Optional.empty();

    Sorting(String instanceId, Row sentinel, StoredTexts texts) {
      this.instanceId = instanceId;
      this.sentinel = sentinel;
      this.texts = texts;
      this.state = Sentinel.decode(sentinel, texts);
    }

    Loaded sort(List<Row> rows) {
      rows.forEach(this::read);
      inbox.sort(null);
      return new Loaded(
          state,
          sentinel.etag(),
          inbox,
          tasks,
          outbox,
          receipts,
          leftovers,
          !sentinel.flag(Sentinel.COMPLETE),
          damage);
    }

    /** One that cannot be read stays where it is: somebody may restore it. */
    private void read(Row row) {
      try {
        sort(row);
      } catch (StorageException e) {
        if (!Damage.is(e)) {
          throw e;
        }
        damage = damage.or(() -> Optional.ofNullable(e.getMessage()));
      }
    }

    private void sort(Row row) {
      if (row.key().startsWith(Keys.RECEIPT)) {
        sortReceipt(row);
      } else if (!PartitionWrite.isVisible(row, state.sequence())) {
        drop(row);
      } else if (row.key().startsWith(Keys.INBOX)) {
        InboxEntry entry = InboxEntry.of(row, texts);
        if (state.isFinished() || entry.isFor(instanceId, state.row.executionId())) {
          inbox.add(entry);
          unmark(row);
        } else {
          drop(row);
        }
      } else if (row.key().startsWith(Keys.TASK)) {
        TaskEntry task = TaskEntry.of(row, texts);
        if (!state.isFinished() && task.executionId().equals(state.row.executionId())) {
          tasks.add(task);
          unmark(row);
        } else {
          drop(row);
        }
      } else if (row.key().startsWith(Keys.OUTBOX)) {
        outbox.add(new Loaded.Outgoing(row.key(), OutboxRows.decode(row, texts)));
      }
    }

    /** Receipts are compared by the service's clock with the sentinel, which is younger or dull. */
    private void sortReceipt(Row row) {
      Instant written = row.time(Row.TIMESTAMP).orElse(Instant.MAX);
      Instant now = sentinel.time(Row.TIMESTAMP).orElse(Instant.MIN);
      Duration kept = row.flag(Mail.FROM_OUTBOX) ? OUTBOX_RECEIPTS_KEPT : RECEIPTS_KEPT;
      if (Duration.between(written, now).compareTo(kept) > 0) {
        drop(row);
      } else {
        receipts.add(row.key());
      }
    }

    private void drop(Row row) {
      leftovers.add(new Change.Delete(row.key(), row.etag()));
    }

    private void unmark(Row row) {
      if (PartitionWrite.isMarked(row)) {
        leftovers.add(new Change.Merge(row.key(), Map.of(PartitionWrite.GONE, 0L), row.etag()));
      }
    }
  }

  /**
   * Part of the history of the current execution.
   *
   * @param afterSequence turns with a greater sequence are returned
   */
  List<HistoryTurn> turns(
      String instanceId, InstanceState state, long afterSequence, int maxTurns) {
    List<HistoryTurn> turns = new ArrayList<>();
    TurnReader reader = new TurnReader(tables.texts());
    String to = HistoryRows.rowKey(state.nextRow);
    long next = state.firstRow;
    while (next < state.nextRow && turns.size() < maxTurns) {
      List<Row> rows =
          tables.history().range(tables.partition(instanceId), HistoryRows.rowKey(next), to, PAGE);
      if (rows.isEmpty()) {
        return turns; // it was purged since its sentinel was read
      }
      for (Row row : rows) {
        if (!row.key().equals(HistoryRows.rowKey(next++))) {
          throw missing(instanceId, next - 1);
        }
        HistoryTurn turn = reader.add(row);
        if (turn != null && turn.sequence() > afterSequence && turns.size() < maxTurns) {
          turns.add(turn);
        }
      }
    }
    return turns;
  }

  /**
   * The beginning of the history of an instance that stays as it is meanwhile.
   *
   * @throws StorageException {@linkplain Damage damage} if a row is missing or cannot be read
   */
  List<HistoryTurn> firstTurns(String instanceId, InstanceState state, int maxTurns) {
    List<HistoryTurn> turns = turns(instanceId, state, 0, maxTurns);
    if (turns.size() < maxTurns
        && (turns.isEmpty() || turns.getLast().sequence() < state.sequence())) {
      throw missing(instanceId, state.nextRow - 1);
    }
    return turns;
  }

  private static StorageException missing(String instanceId, long row) {
    return Damage.of(
        "row '" + HistoryRows.rowKey(row) + "' of '" + Names.printable(instanceId) + "'",
        "is missing",
        "something deleted it: restore it from a backup");
  }

  /** As much of a damaged history as can be read: for management only. */
  List<HistoryTurn> salvaged(String instanceId, InstanceState state) {
    String from = HistoryRows.rowKey(state.firstRow);
    String to = HistoryRows.rowKey(state.nextRow);
    List<Row> rows =
        tables.history().range(tables.partition(instanceId), from, to, Integer.MAX_VALUE);
    return Salvage.turns(
        rows, tables.texts(), state.firstSequence, state.sequence(), standIn(state.row));
  }

  private static ExecutionStarted standIn(InstanceRow row) {
    return new ExecutionStarted(
        row.function(),
        row.function().toString(),
        VersionResolution.CONFIGURED,
        row.versionSetId(),
        row.executionId(),
        1,
        Payload.NULL,
        null,
        row.tags(),
        null,
        null);
  }

  /** Whether this very turn is in the history, or what followed it as a new execution (G3). */
  boolean hasRecorded(String instanceId, InstanceState state, HistoryTurn turn) {
    long sequence = turn.sequence();
    if (sequence == state.sequence()) {
      return state.lastCommitId == turn.commitId();
    }
    if (sequence > state.sequence() || sequence < state.firstSequence - 1) {
      return false;
    }
    List<HistoryTurn> recorded =
        turns(instanceId, state, Math.max(sequence, state.firstSequence) - 1, 1);
    return !recorded.isEmpty() && recorded.getFirst().commitId() == turn.commitId();
  }
}
