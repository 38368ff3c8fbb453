package dev.varve.jdbc;

import java.sql.SQLException;
import java.util.List;

/** Gives queued activities back; the claim that is given back does not count. */
final class AbandonOperation extends WriteOperation<Integer> {
  private final JdbcSession session;
  private final List<Long> activities;

  AbandonOperation(JdbcSession session, List<Long> activities) {
    this.session = session;
    this.activities = activities;
  }

  @Override
  Integer apply(WriteBatch batch) throws SQLException {
    int given = 0;
    if (session.isAlive(batch)) {
      for (long activity : activities) {
        given +=
            batch.execute(
                "UPDATE varve_activity SET session=NULL, deliveries=deliveries-1"
                    + " WHERE activity=? AND session=?",
                activity,
                session.id());
      }
    }
    return given;
  }

  @Override
  void committed() {
    session.hub().wakeSessions();
  }
}
