package dev.varve.internal.engine;

import dev.varve.history.HistoryFormatException;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How far the history of a resident was read, and what to do when the store fails meanwhile: it is
 * tried again after pauses that grow. Used by the resident's mover only.
 */
final class Reading {
  private static final int HISTORY_PAGE = 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String instanceId;
  private final Core core;
  private boolean unread;
  private boolean more;
  private boolean setBack;
  private long readTo;
  private Duration pause = FIRST_PAUSE;

  Reading(String instanceId, Core core) {
    this.instanceId = instanceId;
    this.core = core;
  }

  /** Something has to be read, or to be done about what was. */
  void begin(boolean moreThanGiven) {
    unread = true;
    more = moreThanGiven;
  }

  /** All is to be read once more. */
  void beginAnew() {
    begin(true);
    readTo = 0;
  }

  /** Whether moves cannot be made, since the history is not at hand. */
  boolean isOpen() {
    return unread;
  }

  /** The last turn that was read. */
  void readTo(long sequence) {
    readTo = sequence;
  }

  /**
   * Reads on; false if the store failed or lacks turns, now or before.
   *
   * @param lastKnown how far the history goes at least
   */
  boolean read(Consumer<List<HistoryTurn>> pages, long lastKnown) {
    if (setBack) {
      return false;
    }
    try {
      while (more) {
        List<HistoryTurn> page = core.hub().history(instanceId, readTo, HISTORY_PAGE);
        pages.accept(page);
        more = page.size() == HISTORY_PAGE;
      }
    } catch (StorageException e) {
      if (e.getCause() instanceof HistoryFormatException) {
        throw e; // damaged rows are not read better by trying again
      }
      setBack("its history could not be read: " + e.getMessage());
    }
    if (!setBack && readTo < lastKnown) {
      setBack("its start is not durable so far");
    }
    unread = setBack;
    return !setBack;
  }

  /** The store failed, not the code: all is read again, after a pause. */
  void setBack(String why) {
    if (pause.equals(FIRST_PAUSE)) {
      EngineLog.log.warn("instance '{}' cannot go on now and is tried again: {}", instanceId, why);
    }
    beginAnew();
    setBack = true;
  }

  /** How long to wait now; the next pause is longer. */
  Duration pause() {
    setBack = false;
    Duration now = pause;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return now;
  }

  /** The store does what it should: pauses begin short again. */
  void goesWell() {
    pause = FIRST_PAUSE;
  }
}
