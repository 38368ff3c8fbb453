package dev.varve.azure.internal.format;

import dev.varve.azure.internal.table.Row;
import dev.varve.history.DecisionEvent;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts turns together from their rows, which are given one by one. Confined to one thread. */
public final class TurnReader {
  private final StoredTexts texts;
  private final List<InputEvent> inputs = new ArrayList<>();
  private final List<DecisionEvent> decisions = new ArrayList<>();
  private @Nullable Row opening;

  public TurnReader(StoredTexts texts) {
    this.texts = texts;
  }

  /** Whether no turn has begun that has not ended. */
  public boolean isBetweenTurns() {
    return opening == null;
  }

  /**
   * Takes the next row.
   *
   * @return the turn that ends with it, or null
   * @throws dev.varve.storage.StorageException if the row is damaged or out of place
   */
  public @Nullable HistoryTurn add(Row row) {
    String type = texts.of(row, Columns.EVENT_TYPE);
    if (type.equals(HistoryRows.OPENS) != (opening == null)) {
      throw Damage.in(row, "it is out of place in the order of the turns");
    }
    switch (type) {
      case HistoryRows.OPENS -> opening = row;
      case HistoryRows.CLOSES -> {
        return turn(row);
      }
      default -> {
        switch (EventColumns.decode(row, texts)) {
          case InputEvent input -> inputs.add(input);
          case DecisionEvent decision -> decisions.add(decision);
        }
      }
    }
    return null;
  }

  private HistoryTurn turn(Row end) {
    Row start = opening;
    if (start == null) {
      throw Damage.in(end, "the turn that it ends has no beginning");
    }
    try {
      return new HistoryTurn(
          value(start, Columns.VARVE_SEQUENCE, Long.class),
          Instant.parse(value(start, HistoryRows.TIME, String.class)),
          value(start, HistoryRows.COMMIT_ID, Long.class),
          value(start, HistoryRows.RAN, Boolean.class),
          inputs,
          decisions);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Damage.in(start, "its values make no turn");
    } finally {
      opening = null;
      inputs.clear();
      decisions.clear();
    }
  }

  private static <T> T value(Row row, String column, Class<T> type) {
    Object value = row.columns().get(column);
    if (!type.isInstance(value)) {
      throw Damage.in(row, "the column " + column + " is missing");
    }
    return type.cast(value);
  }
}
