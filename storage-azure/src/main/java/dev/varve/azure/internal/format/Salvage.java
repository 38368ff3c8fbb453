package dev.varve.azure.internal.format;

import dev.varve.azure.internal.table.Row;
import dev.varve.history.DecisionEvent;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.StorageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be read of a damaged history. It is enough to end the instance, with the children that
 * it shows, and must never be given to code.
 */
public final class Salvage {
  private final StoredTexts texts;
  private final List<HistoryTurn> turns = new ArrayList<>();
  private List<InputEvent> inputs = new ArrayList<>();
  private List<DecisionEvent> decisions = new ArrayList<>();
  private Instant time = Instant.EPOCH;
  private long sequence;

  private Salvage(StoredTexts texts, long first) {
    this.texts = texts;
    this.sequence = first;
  }

  /**
   * A turn for each number, with the events that can be read.
   *
   * @param first the number of the first turn
   * @param last that of the last one
   * @param start stands in for the event that begins the execution, if that is lost
   */
  public static List<HistoryTurn> turns(
      List<Row> rows, StoredTexts texts, long first, long last, ExecutionStarted start) {
    Salvage salvage = new Salvage(texts, first);
    rows.forEach(salvage::add);
    salvage.endTurnsBefore(last + 1);
    HistoryTurn opening = salvage.turns.getFirst();
    if (opening.inputs().isEmpty() || !(opening.inputs().getFirst() instanceof ExecutionStarted)) {
      List<InputEvent> all = new ArrayList<>(opening.inputs());
      all.addFirst(start);
      salvage.turns.set(
          0, new HistoryTurn(first, opening.time(), 0, true, all, opening.decisions()));
    }
    return salvage.turns;
  }

  private void add(Row row) {
    String type = row.text(Columns.EVENT_TYPE).orElse("");
    if (type.equals(HistoryRows.OPENS)) {
      endTurnsBefore(row.number(Columns.VARVE_SEQUENCE).orElse(sequence + 1));
      time = time(row);
    } else if (!type.equals(HistoryRows.CLOSES)) {
      event(row);
    }
  }

  private void event(Row row) {
    try {
      switch (EventColumns.decode(row, texts)) {
        case InputEvent input -> inputs.add(input);
        case DecisionEvent decision -> decisions.add(decision);
      }
    } catch (StorageException e) {
      if (!Damage.is(e)) {
        throw e;
      }
    }
  }

  private Instant time(Row opening) {
    try {
      return opening.text(HistoryRows.TIME).map(Instant::parse).orElse(time);
    } catch (DateTimeException e) {
      return time;
    }
  }

  private void endTurnsBefore(long next) {
    while (sequence < next) {
      turns.add(new HistoryTurn(sequence++, time, 0, true, inputs, decisions));
      inputs = new ArrayList<>();
      decisions = new ArrayList<>();
    }
  }
}
