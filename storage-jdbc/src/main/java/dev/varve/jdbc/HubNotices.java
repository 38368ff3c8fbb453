package dev.varve.jdbc;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on to hubs and upkeep what the writer has done. */
record HubNotices(Map<String, JdbcHub> hubs, Upkeep upkeep) implements GroupWriter.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(HubNotices.class);

  @Override
  public void committed(WriteBatch batch) {
    for (JdbcHub hub : hubs.values()) {
      if (hub.afterCommit()) {
        upkeep.left(hub.key());
      }
    }
    upkeep.committed(batch);
  }

  /**
   * What the sessions know of their instances may be wrong, so they end as if the process had died;
   * other sessions recover what they owned from the rows.
   */
  @Override
  public void outcomeUnknown() {
    LOG.error("it is unknown whether a transaction took effect; the sessions here have ended");
    hubs.values().forEach(JdbcHub::abandonSessions);
  }
}
