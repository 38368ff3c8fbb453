package dev.varve.jdbc;

import dev.varve.FailureDetails;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryEvent;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.storage.StorageException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place where this module meets the history codec. */
final class Codec {
  private Codec() {}

  static byte[] encode(HistoryTurn turn) {
    return HistoryCodec.encodeTurn(turn.inputs(), turn.decisions());
  }

  static HistoryTurn decode(long sequence, long time, long commitId, boolean ran, byte[] events) {
    return HistoryCodec.decodeTurn(sequence, Row.time(time), commitId, ran, events);
  }

  static byte[] encode(HistoryEvent event) {
    return HistoryCodec.encodeEvent(event);
  }

  static InputEvent input(byte[] event) {
    if (HistoryCodec.decodeEvent(event) instanceof InputEvent input) {
      return input;
    }
    throw new StorageException("a stored message holds a decision; the row is damaged", null);
  }

  static TaskScheduled task(byte[] event) {
    if (HistoryCodec.decodeEvent(event) instanceof TaskScheduled task) {
      return task;
    }
    throw new StorageException("a queued activity holds another event; the row is damaged", null);
  }

  static byte @Nullable [] encode(Optional<FailureDetails> failure) {
    return failure.isPresent() ? HistoryCodec.encodeFailure(failure.get()) : null;
  }

  static Optional<FailureDetails> failure(byte @Nullable [] failure) {
    return failure == null ? Optional.empty() : Optional.of(HistoryCodec.decodeFailure(failure));
  }

  static InputEvent timer(long task, long due) {
    Instant fireAt = Row.time(due);
    return new InputEvent.TimerFired(Math.toIntExact(task), fireAt);
  }
}
