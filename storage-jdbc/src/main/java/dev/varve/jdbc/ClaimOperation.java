package dev.varve.jdbc;

import dev.varve.OrchestrationRuntimeStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims instances and queued activities that a look found due, if nobody was faster. */
final class ClaimOperation extends WriteOperation<ClaimOperation.Claims> {
  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();
  private static final String RUN =
      "SELECT r.instance, i.id, i.execution_id, r.function, r.holds, i.status, i.park_condition,"
          + " r.crashes,"
          + " (SELECT max(h.sequence) FROM varve_history h WHERE h.instance = r.instance),"
          + " EXISTS (SELECT 1 FROM varve_failed_build f WHERE f.instance = r.instance"
          + " AND f.build=?),"
          + " EXISTS (SELECT 1 FROM varve_message m WHERE m.instance = r.instance AND m.due<=?"
          + " AND m.kind=4),"
          + " EXISTS (SELECT 1 FROM varve_message m WHERE m.instance = r.instance AND m.due<=?)"
          + " FROM varve_run r JOIN varve_instance i ON i.instance = r.instance"
          + " WHERE r.instance";
  private static final String ACTIVITY =
      "SELECT a.activity, i.id, i.execution_id, a.event, a.deliveries FROM varve_activity a"
          + " JOIN varve_instance i ON i.instance = a.instance WHERE a.activity";

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
    if (!session.isAlive(batch)) {
      return new Claims(List.of(), List.of());
    }
    if (!instances.isEmpty()) {
      claimInstances(batch);
    }
    return new Claims(
        List.copyOf(claimed), activities.isEmpty() ? List.of() : claimActivities(batch));
  }

  private void claimInstances(WriteBatch batch) throws SQLException {
    List<Long> free =
        free(batch, "SELECT r.instance FROM varve_run r WHERE r.instance", "r", instances);
    // Read only now that nobody else can change them.
    Map<Long, Claim> due = due(batch, free);
    for (long instance : instances) {
      Claim claim = due.get(instance);
      if (claim != null) {
        session.own(claim.owned());
        claimed.add(claim);
      }
    }
    if (!due.isEmpty()) {
      String isOneOf = batch.dialect().isOneOf();
      PreparedStatement take =
          batch.prepare("UPDATE varve_run SET session=? WHERE instance" + isOneOf);
      take.setLong(1, session.id());
      batch.dialect().bindNumbers(take, 2, due.keySet());
      take.executeUpdate();
      PreparedStatement clear =
          batch.prepare("DELETE FROM varve_message WHERE kind=0 AND due<=? AND instance" + isOneOf);
      clear.setLong(1, batch.now());
      batch.dialect().bindNumbers(clear, 2, due.keySet());
      clear.executeUpdate();
    }
  }

  /** Those that nobody owns, kept from others until the transaction ends. */
  private static List<Long> free(WriteBatch batch, String select, String alias, List<Long> wanted)
      throws SQLException {
    Dialect dialect = batch.dialect();
    PreparedStatement lock =
        batch.prepare(
            select
                + dialect.isOneOf()
                + " AND "
                + alias
                + ".session IS NULL ORDER BY 1"
                + dialect.forUpdateSkippingLocked(alias));
    dialect.bindNumbers(lock, 1, wanted);
    List<Long> free = new ArrayList<>(wanted.size());
    try (ResultSet row = lock.executeQuery()) {
      while (row.next()) {
        free.add(row.getLong(1));
      }
    }
    return free;
  }

  private Map<Long, Claim> due(WriteBatch batch, List<Long> free) throws SQLException {
    Map<Long, Claim> due = new HashMap<>();
    PreparedStatement select = batch.prepare(RUN + batch.dialect().isOneOf());
    select.setString(1, session.descriptor().build());
    select.setLong(2, batch.now());
    select.setLong(3, batch.now());
    batch.dialect().bindNumbers(select, 4, free);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Claim claim = claim(batch, row);
        if (claim != null) {
          due.put(claim.owned().instance(), claim);
        }
      }
    }
    return due;
  }

  private @Nullable Claim claim(WriteBatch batch, ResultSet row) throws SQLException {
    long function = row.getLong(4);
    int holds = row.getInt(5);
    row.getInt(7);
    boolean parked = !row.wasNull();
    boolean failedHere = row.getBoolean(10);
    boolean runs = session.servesLane(function) && !failedHere && !Holds.held(holds);
    boolean isDue = row.getBoolean(runs ? 12 : 11);
    if (!isDue) {
      return null;
    }
    Owned owned =
        new Owned(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            session.hub().database().functions().nameOf(batch.settled(), function),
            function,
            holds,
            STATUSES[row.getInt(6)],
            parked,
            row.getInt(8),
            row.getLong(9),
            true,
            batch.now(),
            null,
            new HashSet<>());
    return new Claim(owned, parked && (failedHere || !session.servesLane(function)));
  }

  private List<ClaimedActivity> claimActivities(WriteBatch batch) throws SQLException {
    List<Long> free =
        free(batch, "SELECT a.activity FROM varve_activity a WHERE a.activity", "a", activities);
    List<ClaimedActivity> claims = new ArrayList<>(free.size());
    String isOneOf = batch.dialect().isOneOf();
    PreparedStatement select = batch.prepare(ACTIVITY + isOneOf + " ORDER BY a.activity");
    batch.dialect().bindNumbers(select, 1, free);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        claims.add(
            new ClaimedActivity(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getBytes(4),
                row.getInt(5) + 1));
      }
    }
    PreparedStatement take =
        batch.prepare(
            "UPDATE varve_activity SET session=?, deliveries=deliveries+1 WHERE activity"
                + isOneOf);
    take.setLong(1, session.id());
    batch.dialect().bindNumbers(take, 2, free);
    take.executeUpdate();
    return claims;
  }

  @Override
  void undo() {
    claimed.forEach(claim -> session.disown(claim.owned()));
    claimed.clear();
  }
}
