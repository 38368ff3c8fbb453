package dev.varve.jdbc;

import dev.varve.InstanceCondition;
import dev.varve.storage.ParkRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parked instances: which builds failed on them, and whether any live build may try. While none
 * may, their messages lie in a lane that nobody looks at.
 */
final class Parks {
  private static final String FITTING_BUILD =
      "SELECT 1 FROM varve_session s WHERE s.hub=? AND s.alive=1 AND NOT EXISTS"
          + " (SELECT 1 FROM varve_failed_build f WHERE f.instance=? AND f.build = s.build) LIMIT 1";

  private Parks() {}

  /** Records why an instance cannot go on, and the build that failed on it. */
  static void park(WriteBatch batch, HubKey hub, long session, Owned owned, ParkRecord park)
      throws SQLException {
    boolean unresolved = park.condition() == InstanceCondition.UNRESOLVED;
    if (!unresolved || !othersCame(batch, hub, session, owned.since())) {
      batch.execute(
          "INSERT INTO varve_failed_build (instance, build, unresolved) VALUES (?,?,?)"
              + " ON CONFLICT (instance, build) DO UPDATE SET unresolved=excluded.unresolved",
          owned.instance(),
          park.build(),
          unresolved ? 1 : 0);
    }
    batch.execute(
        "UPDATE varve_instance SET park_condition=?, park_explanation=?, park_build=?, updated=?"
            + " WHERE instance=?",
        park.condition().ordinal(),
        park.explanation(),
        park.build(),
        batch.now(),
        owned.instance());
    if (!owned.parked()) {
      batch.count(owned.function(), owned.status().ordinal(), false, -1);
      batch.count(owned.function(), owned.status().ordinal(), true, 1);
    }
  }

  /** Whether what was missing may have come while the session had the instance. */
  private static boolean othersCame(WriteBatch batch, HubKey hub, long session, long since)
      throws SQLException {
    PreparedStatement select =
        batch.prepare(
            "SELECT 1 FROM varve_session WHERE hub=? AND session<>? AND started>=? LIMIT 1");
    select.setLong(1, hub.hub());
    select.setLong(2, session);
    select.setLong(3, since);
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  /** The holds of an instance that is given up: held as parked only if no live build fits. */
  static int holdsOf(WriteBatch batch, HubKey hub, long instance, int holds, boolean parkedNow)
      throws SQLException {
    int kept = holds & Holds.SUSPENDED;
    if (!parkedNow && !Holds.hasFailedBuilds(holds)) {
      return kept;
    }
    kept |= Holds.FAILED_BUILDS;
    PreparedStatement select = batch.prepare(FITTING_BUILD);
    select.setLong(1, hub.hub());
    select.setLong(2, instance);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? kept : kept | Holds.PARKED;
    }
  }

  static Map<String, Set<String>> failedBuilds(
      Statements connection, HubKey hub, Collection<String> instanceIds) throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT f.build FROM varve_instance i"
                + " JOIN varve_failed_build f ON f.instance = i.instance WHERE i.hub=? AND i.id=?");
    Map<String, Set<String>> failed = new HashMap<>();
    for (String id : instanceIds) {
      select.setLong(1, hub.hub());
      select.setString(2, id);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          failed.computeIfAbsent(id, unused -> new TreeSet<>()).add(row.getString(1));
        }
      }
    }
    return failed;
  }

  /** Its code ran: the cause is gone. */
  static Owned unpark(WriteBatch batch, Owned owned) throws SQLException {
    batch.execute("DELETE FROM varve_failed_build WHERE instance=?", owned.instance());
    batch.execute(
        "UPDATE varve_instance SET park_condition=NULL, park_explanation=NULL, park_build=NULL,"
            + " updated=? WHERE instance=?",
        batch.now(),
        owned.instance());
    if (owned.parked()) {
      batch.count(owned.function(), owned.status().ordinal(), true, -1);
      batch.count(owned.function(), owned.status().ordinal(), false, 1);
    }
    Owned unparked = owned.unparked();
    batch.execute(
        "UPDATE varve_run SET holds=? WHERE instance=?", unparked.holds(), owned.instance());
    Inbox.move(batch, owned.instance(), unparked.lane());
    return unparked;
  }

  /** A session with this build has come: what it may try becomes claimable. */
  static boolean release(WriteBatch batch, HubKey hub, String build) throws SQLException {
    batch.lockHub(hub.hub());
    batch.changedSome();
    batch.execute(
        "DELETE FROM varve_failed_build WHERE unresolved=1 AND instance IN"
            + " (SELECT r.instance FROM varve_run r"
            + " JOIN varve_instance i ON i.instance = r.instance WHERE r.holds >= 2 AND i.hub=?)",
        hub.hub());
    List<long[]> fitting = fitting(batch, hub, build);
    for (long[] run : fitting) {
      int holds = (int) run[2] & ~Holds.PARKED;
      batch.execute("UPDATE varve_run SET holds=? WHERE instance=?", holds, run[0]);
      long lane = Holds.lane(run[1], holds);
      Inbox.move(batch, run[0], lane);
      Inbox.wakeWhenStarted(batch, run[0], lane);
    }
    return !fitting.isEmpty();
  }

  private static List<long[]> fitting(WriteBatch batch, HubKey hub, String build)
      throws SQLException {
    PreparedStatement select =
        batch.prepare(
            "SELECT r.instance, r.function, r.holds FROM varve_run r"
                + " JOIN varve_instance i ON i.instance = r.instance"
                + " WHERE r.holds >= 2 AND r.session IS NULL AND i.hub=? AND NOT EXISTS"
                + " (SELECT 1 FROM varve_failed_build f WHERE f.instance = r.instance AND f.build=?)"
                + " ORDER BY r.instance"
                + batch.dialect().forUpdate("r"));
    select.setLong(1, hub.hub());
    select.setString(2, build);
    List<long[]> runs = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        runs.add(new long[] {row.getLong(1), row.getLong(2), row.getLong(3)});
      }
    }
    return runs;
  }
}
