package dev.varve.azure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the sessions of this process which lanes of the index have news written by this process.
 * Thread-safe.
 */
final class Signals {
  private final Map<String, Long> news = new ConcurrentHashMap<>();
  private final Map<Long, AzureSession> sessions;
  private final Doorbell doorbell;

  Signals(Map<Long, AzureSession> sessions, Doorbell doorbell) {
    this.sessions = sessions;
    this.doorbell = doorbell;
  }

  /** There are news in a lane; if nobody here looks there, others are told. */
  void ring(String lane) {
    if (!ringHere(lane)) {
      doorbell.ring(lane);
    }
  }

  /** There are news in a lane for an instance that another process owns. */
  void ringOwner(long session, String lane) {
    doorbell.ringOwner(session, lane);
  }

  /** Takes in what others told a session. */
  boolean hear(long session) {
    List<String> heard = doorbell.heard(session);
    heard.forEach(this::ringHere);
    return !heard.isEmpty();
  }

  private boolean ringHere(String lane) {
    boolean heard = false;
    news.merge(lane, 1L, Long::sum);
    for (AzureSession session : sessions.values()) {
      if (session.looksAt(lane)) {
        session.wakeUp();
        heard = true;
      }
    }
    return heard;
  }

  /** Nobody waits for these activities any more. */
  void voided(List<TaskEntry> tasks) {
    for (AzureSession session : sessions.values()) {
      tasks.forEach(session::voided);
    }
  }

  /** Counts up with the news of a lane. */
  long of(String lane) {
    return news.getOrDefault(lane, 0L);
  }
}
