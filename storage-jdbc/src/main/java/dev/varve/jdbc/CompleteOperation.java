package dev.varve.jdbc;

import dev.varve.storage.ActivityResult;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Turns the results of queued activities into messages. */
final class CompleteOperation extends WriteOperation<List<Boolean>> {
  private static final String CLAIMED =
      "SELECT a.instance, r.function, r.holds, r.not_before FROM varve_activity a"
          + " JOIN varve_run r ON r.instance = a.instance WHERE a.activity=? AND a.session=?";

  private final JdbcSession session;
  private final List<ActivityResult> results;
  private final List<byte[]> events;

  CompleteOperation(JdbcSession session, List<ActivityResult> results) {
    this.session = session;
    this.results = List.copyOf(results);
    this.events = results.stream().map(result -> Codec.encode(result.answer())).toList();
  }

  @Override
  void tell(Needs needs) {
    results.forEach(result -> needs.complete(result.activityId()));
  }

  @Override
  List<Boolean> apply(WriteBatch batch) throws SQLException {
    boolean alive = session.isAlive(batch);
    List<Boolean> outcomes = new ArrayList<>(results.size());
    for (int i = 0; i < results.size(); i++) {
      outcomes.add(alive && complete(batch, results.get(i).activityId(), events.get(i)));
    }
    return outcomes;
  }

  private boolean complete(WriteBatch batch, long activity, byte[] event) throws SQLException {
    PreparedStatement select = batch.prepare(CLAIMED);
    select.setLong(1, activity);
    select.setLong(2, session.id());
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      long lane = Holds.lane(row.getLong(2), row.getInt(3));
      long due = Math.max(batch.now(), row.getLong(4));
      Inbox.insert(batch, row.getLong(1), lane, due, MessageKind.ANSWER, event);
    }
    batch.execute("DELETE FROM varve_activity WHERE activity=?", activity);
    return true;
  }

  @Override
  void committed() {
    session.hub().wakeSessions();
  }
}
