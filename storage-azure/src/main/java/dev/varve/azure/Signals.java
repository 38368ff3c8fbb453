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

  Signals(Map<Long, AzureSession> sessions) {
    this.sessions = sessions;
  }

  /** There are news in a lane. */
  void ring(String lane) {
    news.merge(lane, 1L, Long::sum);
    for (AzureSession session : sessions.values()) {
      if (session.looksAt(lane)) {
        session.wakeUp();
      }
    }
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
