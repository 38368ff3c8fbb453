package dev.varve.jdbc;

import dev.varve.OrchestrationRuntimeStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Claims instances and queued activities that a look found due, if nobody was faster. */
final class ClaimOperation extends WriteOperation<ClaimOperation.Claims> {
  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();
  private static final String RUN =
      "SELECT i.id, i.execution_id, r.function, r.holds, i.status, i.park_condition, r.crashes,"
          + " (SELECT max(h.sequence) FROM history h WHERE h.instance = r.instance),"
          + " EXISTS (SELECT 1 FROM failed_build f WHERE f.instance = r.instance AND f.build=?),"
          + " EXISTS (SELECT 1 FROM message m WHERE m.instance = r.instance AND m.due<=?"
          + " AND m.kind=4),"
          + " EXISTS (SELECT 1 FROM message m WHERE m.instance = r.instance AND m.due<=?)"
          + " FROM run r JOIN instance i ON i.instance = r.instance"
          + " WHERE r.instance=? AND r.session IS NULL";
  private static final String ACTIVITY =
      "SELECT a.instance, i.id, i.execution_id, a.event, a.deliveries FROM activity a"
          + " JOIN instance i ON i.instance = a.instance"
          + " WHERE a.activity=? AND a.session IS NULL";

  private final JdbcSession session;
  private final List<Long> instances;
  private final List<Long> activities;
  private final List<Claim> claimed = new ArrayList<>();

  /** What was claimed. */
  record Claims(List<Claim> instances, List<ClaimedActivity> activities) {}

  /** A queued activity that was claimed, as it is stored. */
  record ClaimedActivity(
      long id, String instanceId, String executionId, byte[] event, int deliveries) {}

  /**
   * An instance that was claimed.
   *
   * @param parked whether it is parked for this session and was claimed for management only
   */
  record Claim(Owned owned, boolean parked) {}

  ClaimOperation(JdbcSession session, List<Long> instances, List<Long> activities) {
    this.session = session;
    this.instances = instances;
    this.activities = activities;
  }

  @Override
  Claims apply(WriteBatch batch) throws SQLException {
    List<ClaimedActivity> queued = new ArrayList<>(activities.size());
    if (session.isAlive(batch)) {
      for (long instance : instances) {
        claim(batch, instance);
      }
      for (long activity : activities) {
        ClaimedActivity claim = claimActivity(batch, activity);
        if (claim != null) {
          queued.add(claim);
        }
      }
    }
    return new Claims(List.copyOf(claimed), queued);
  }

  private void claim(WriteBatch batch, long instance) throws SQLException {
    Claim claim = look(batch, instance);
    if (claim == null) {
      return;
    }
    batch.execute("UPDATE run SET session=? WHERE instance=?", session.id(), instance);
    batch.execute(
        "DELETE FROM message WHERE instance=? AND kind=0 AND due<=?", instance, batch.now());
    session.own(claim.owned());
    claimed.add(claim);
  }

  private @Nullable Claim look(WriteBatch batch, long instance) throws SQLException {
    PreparedStatement select = batch.prepare(RUN);
    select.setString(1, session.descriptor().build());
    select.setLong(2, batch.now());
    select.setLong(3, batch.now());
    select.setLong(4, instance);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      long function = row.getLong(3);
      int holds = row.getInt(4);
      row.getInt(6);
      boolean parked = !row.wasNull();
      boolean failedHere = row.getInt(9) == 1;
      boolean runs = session.servesLane(function) && !failedHere && !Holds.held(holds);
      boolean isDue = runs ? row.getInt(11) == 1 : row.getInt(10) == 1;
      if (!isDue) {
        return null;
      }
      Owned owned =
          new Owned(
              instance,
              row.getString(1),
              row.getString(2),
              session.hub().database().functions().nameOf(batch.settled(), function),
              function,
              holds,
              STATUSES[row.getInt(5)],
              parked,
              row.getInt(7),
              row.getLong(8),
              true,
              new HashSet<>());
      return new Claim(owned, parked && (failedHere || !session.servesLane(function)));
    }
  }

  private @Nullable ClaimedActivity claimActivity(WriteBatch batch, long activity)
      throws SQLException {
    PreparedStatement select = batch.prepare(ACTIVITY);
    select.setLong(1, activity);
    ClaimedActivity claim;
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      claim =
          new ClaimedActivity(
              activity, row.getString(2), row.getString(3), row.getBytes(4), row.getInt(5) + 1);
    }
    batch.execute(
        "UPDATE activity SET session=?, deliveries=deliveries+1 WHERE activity=?",
        session.id(),
        activity);
    return claim;
  }

  @Override
  void undo() {
    claimed.forEach(claim -> session.disown(claim.owned()));
    claimed.clear();
  }
}
