package dev.varve.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes a slice of what dead sessions owned claimable (G12). */
final class RecoverOperation extends WriteOperation<Integer> {
  private final JdbcHub hub;
  private final List<Long> dead;
  private final int max;

  RecoverOperation(JdbcHub hub, List<Long> dead, int max) {
    this.hub = hub;
    this.dead = dead;
    this.max = max;
  }

  @Override
  boolean alone(Dialect dialect) {
    return dialect.hasSeveralWriters();
  }

  @Override
  Integer apply(WriteBatch batch) throws SQLException {
    int recovered = 0;
    for (long session : dead) {
      if (!hub.database().liveness().bury(batch, session)) {
        continue;
      }
      batch.ended(session);
      recovered += recover(batch, hub.key(), session, max - recovered, true);
      if (recovered < max) {
        forget(batch, session);
      }
    }
    return recovered;
  }

  /** Gives up at most so much of what a session owns; returns how much it was. */
  static int recover(WriteBatch batch, HubKey hub, long session, int max, boolean crashed)
      throws SQLException {
    batch.lockHub(hub.hub());
    List<long[]> runs = owned(batch, session, max);
    for (long[] run : runs) {
      int holds = Parks.holdsOf(batch, hub, run[0], (int) run[2], false);
      long lane = Holds.lane(run[1], holds);
      batch.execute(
          "UPDATE varve_run SET session=NULL, crashes=crashes+?, holds=? WHERE instance=?",
          crashed ? 1 : 0,
          holds,
          run[0]);
      if (holds != run[2]) {
        Inbox.move(batch, run[0], lane);
      }
      run[1] = lane;
    }
    for (long[] run : runs) {
      Inbox.wakeWhenStarted(batch, run[0], run[1]);
    }
    int activities =
        batch.execute(
            "UPDATE varve_activity SET session=NULL, deliveries=deliveries-? WHERE activity IN"
                + " (SELECT activity FROM varve_activity WHERE session=? LIMIT ?)",
            crashed ? 0 : 1,
            session,
            max - runs.size());
    return runs.size() + activities;
  }

  static void forget(WriteBatch batch, long session) throws SQLException {
    batch.execute("DELETE FROM varve_session_function WHERE session=?", session);
    batch.execute("DELETE FROM varve_session WHERE session=?", session);
    batch.ended(session);
  }

  private static List<long[]> owned(WriteBatch batch, long session, int max) throws SQLException {
    PreparedStatement select =
        batch.prepare(
            "SELECT r.instance, r.function, r.holds FROM varve_run r WHERE r.session=?"
                + " ORDER BY r.instance LIMIT ?"
                + batch.dialect().forUpdate("r"));
    select.setLong(1, session);
    select.setInt(2, max);
    List<long[]> runs = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        runs.add(new long[] {row.getLong(1), row.getLong(2), row.getLong(3)});
      }
    }
    return runs;
  }

  @Override
  void committed() {
    hub.wakeSessions();
    dead.forEach(hub.database().liveness()::clean);
  }
}
