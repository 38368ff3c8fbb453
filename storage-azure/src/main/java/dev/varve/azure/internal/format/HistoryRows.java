package dev.varve.azure.internal.format;

import static dev.varve.azure.internal.format.Columns.EVENT_TYPE;
import static dev.varve.azure.internal.format.Columns.EXECUTION_ID;

import dev.varve.azure.internal.table.Row;
import dev.varve.history.HistoryEvent;
import dev.varve.history.HistoryTurn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/**
 * The turns of a history as rows: one that opens the turn, one for each event, one that closes it.
 */
public final class HistoryRows {
  static final String OPENS = "OrchestratorStarted";
  static final String CLOSES = "OrchestratorCompleted";
  static final String TIME = "VarveTime";
  static final String COMMIT_ID = "VarveCommitId";
  static final String RAN = "VarveRan";

  private HistoryRows() {}

  /**
   * What a turn is in rows.
   *
   * @param rows in order, with keys that count up by one
   * @param nextRow the number behind the last of them
   */
  public record Encoded(List<RowDraft> rows, long nextRow) {}

  /** The key of the row with this number. */
  public static String rowKey(long number) {
    return String.format(Locale.ROOT, "%016X", number);
  }

  /**
   * The number of the row with this key.
   *
   * @throws IllegalArgumentException if it is not the key of an event
   */
  public static long number(String rowKey) {
    return Long.parseUnsignedLong(rowKey, 16);
  }

  /**
   * The rows of a turn.
   *
   * @param executionId of the execution that it belongs to; tools read the rows of one execution
   * @param firstRow the number of its first row
   * @param large takes the texts that are too long for a column
   */
  public static Encoded encode(
      HistoryTurn turn, String instanceId, String executionId, long firstRow, LargeTexts large) {
    List<RowDraft> rows = new ArrayList<>(turn.size() + 2);
    rows.add(opening(turn, rowKey(firstRow)));
    long next = firstRow + 1;
    for (HistoryEvent event : turn.inputs()) {
      rows.add(EventColumns.encode(event, instanceId, rowKey(next++), large));
    }
    for (HistoryEvent event : turn.decisions()) {
      rows.add(EventColumns.encode(event, instanceId, rowKey(next++), large));
    }
    rows.add(mark(CLOSES, rowKey(next++)));
    for (RowDraft row : rows) {
      row.columns().put(EXECUTION_ID, executionId);
      row.columns().put("IsPlayed", false);
      Dates.show(row.columns(), "_Timestamp", turn.time());
    }
    return new Encoded(rows, next);
  }

  private static RowDraft opening(HistoryTurn turn, String key) {
    RowDraft row = mark(OPENS, key);
    row.columns().put(Columns.VARVE_SEQUENCE, turn.sequence());
    row.columns().put(TIME, turn.time().toString());
    row.columns().put(COMMIT_ID, turn.commitId());
    row.columns().put(RAN, turn.ran());
    return row;
  }

  private static RowDraft mark(String type, String key) {
    RowDraft row = new RowDraft(key, new HashMap<>());
    row.columns().put(EVENT_TYPE, type);
    row.columns().put("EventId", -1);
    return row;
  }

  /**
   * The turns of these rows.
   *
   * @param rows of whole turns, in order
   * @throws dev.varve.storage.StorageException if a row is damaged or a turn is not whole
   */
  public static List<HistoryTurn> decode(List<Row> rows, StoredTexts texts) {
    List<HistoryTurn> turns = new ArrayList<>();
    TurnReader reader = new TurnReader(texts);
    for (Row row : rows) {
      HistoryTurn turn = reader.add(row);
      if (turn != null) {
        turns.add(turn);
      }
    }
    if (!reader.isBetweenTurns()) {
      throw Damage.in(rows.getLast(), "the turn that it belongs to has no end");
    }
    return turns;
  }
}
