package dev.varve.azure.internal.format;

import dev.varve.azure.internal.table.Row;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent;
import java.nio.charset.StandardCharsets;

/**
 * Events that wait: in an inbox, for an activity, to be sent. They lie in one column of our own, so
 * that no tool takes them for history.
 */
public final class StoredEvents {
  /** The column of the event. */
  public static final String EVENT = "Event";

  private StoredEvents() {}

  /** Puts an event into a row. */
  public static void put(RowDraft row, HistoryEvent event, LargeTexts large) {
    put(row, EVENT, event, large);
  }

  static void put(RowDraft row, String column, HistoryEvent event, LargeTexts large) {
    String text = new String(HistoryCodec.encodeEvent(event), StandardCharsets.UTF_8);
    large.put(row, event.getClass().getSimpleName(), column, text);
  }

  /**
   * The event of a row of an inbox.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static InputEvent input(Row row, StoredTexts texts) {
    return input(row, EVENT, texts);
  }

  static InputEvent input(Row row, String column, StoredTexts texts) {
    if (event(row, column, texts) instanceof InputEvent event) {
      return event;
    }
    throw Damage.in(row, "what waits there is a decision");
  }

  /**
   * The activity of a row that waits for a worker.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static TaskScheduled task(Row row, StoredTexts texts) {
    if (event(row, EVENT, texts) instanceof TaskScheduled task) {
      return task;
    }
    throw Damage.in(row, "what waits there is no activity");
  }

  private static HistoryEvent event(Row row, String column, StoredTexts texts) {
    byte[] event = texts.of(row, column).getBytes(StandardCharsets.UTF_8);
    return Damage.reading(row, () -> HistoryCodec.decodeEvent(event));
  }
}
