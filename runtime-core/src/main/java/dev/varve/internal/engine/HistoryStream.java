package dev.varve.internal.engine;

import dev.varve.history.HistoryEvent;
import dev.varve.history.HistoryTurn;
import dev.varve.history.RecordedEvent;
import dev.varve.storage.HubStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A history event by event, read in pages as it is consumed. */
final class HistoryStream implements Iterator<RecordedEvent> {
  private static final int PAGE = 500;

  private final HubStore hub;
  private final String instanceId;
  private final Deque<RecordedEvent> read = new ArrayDeque<>();
  private long after;
  private int position;
  private boolean end;

  private HistoryStream(HubStore hub, String instanceId) {
    this.hub = hub;
    this.instanceId = instanceId;
  }

  static Stream<RecordedEvent> of(HubStore hub, String instanceId) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new HistoryStream(hub, instanceId), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (read.isEmpty() && !end) {
      List<HistoryTurn> page = hub.history(instanceId, after, PAGE);
      end = page.size() < PAGE;
      page.forEach(this::add);
    }
    return !read.isEmpty();
  }

  @Override
  public RecordedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the history of '" + instanceId + "' has no more events");
    }
    return read.removeFirst();
  }

  private void add(HistoryTurn turn) {
    turn.inputs().forEach(event -> add(turn, event));
    turn.decisions().forEach(event -> add(turn, event));
    after = turn.sequence();
  }

  private void add(HistoryTurn turn, HistoryEvent event) {
    read.addLast(new RecordedEvent(position++, turn.sequence(), turn.time(), event));
  }
}
