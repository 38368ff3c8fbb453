package dev.varve.jdbc;

import dev.varve.storage.FetchBatch.Delivery;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.InboxMessage;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is due for a session, as one read sees it.
 *
 * <p>The due index leads with the lane, so rows of functions the session does not serve are never
 * passed over. When a lane holds more than was asked for, messages for owned instances may lie
 * behind; then they are found from the side of the owned instances.
 */
final class Look {
  static final String LANE =
      "SELECT m.message, m.instance, m.due, m.kind, m.task, m.event, r.session"
          + " FROM varve_message m JOIN varve_run r ON r.instance = m.instance"
          + " WHERE m.lane=? AND m.due<=? AND (r.session=? OR (r.session IS NULL"
          + " AND (r.holds < 4 OR m.kind=4 OR NOT EXISTS (SELECT 1 FROM varve_failed_build f"
          + " WHERE f.instance = m.instance AND f.build=?))))"
          + " ORDER BY m.due, m.message LIMIT ?";
  static final String OWNED =
      "SELECT m.message, m.instance, m.due, m.kind, m.task, m.event, r.session"
          + " FROM varve_run r JOIN varve_message m ON m.instance = r.instance"
          + " WHERE r.session=? AND m.due<=? AND m.kind<>0 ORDER BY m.due, m.message";
  static final String ACTIVITIES =
      "SELECT activity FROM varve_activity WHERE lane=? AND session IS NULL ORDER BY activity LIMIT ?";
  private static final String NEXT = "SELECT min(due) FROM varve_message WHERE lane=? AND due>?";

  /**
   * Whether the session lives, the first due time in any lane, whether any activity waits, and
   * whether any session is dead.
   */
  static final String PEEK =
      "SELECT (SELECT s.alive FROM varve_session s WHERE s.session=?),"
          + " (SELECT min(m.due) FROM unnest(?::int8[]) AS l(lane) CROSS JOIN LATERAL"
          + " (SELECT v.due FROM varve_message v WHERE v.lane = l.lane ORDER BY v.due LIMIT 1) AS m),"
          + " EXISTS (SELECT 1 FROM unnest(?::int8[]) AS l(lane) CROSS JOIN LATERAL"
          + " (SELECT 1 FROM varve_activity a WHERE a.lane = l.lane AND a.session IS NULL LIMIT 1)"
          + " AS w), EXISTS (SELECT 1 FROM varve_session d WHERE d.hub=? AND (d.alive=0 OR d.expires<?))";

  private static final int SPARE_ROWS = 100;

  private record Candidate(long due, long message, long instance) {}

  private record Handed(Owned owned, long message) {}

  private final JdbcSession session;
  private final FetchRequest request;
  private final long now;
  private final List<Handed> handed = new ArrayList<>();
  private final List<Candidate> managed = new ArrayList<>();
  private final List<Candidate> due = new ArrayList<>();
  private final Map<String, TreeMap<Candidate, InboxMessage>> deliveries = new TreeMap<>();
  private List<Long> activities = List.of();
  private boolean more;
  private long nextDue = Long.MAX_VALUE;
  private List<Long> instances = List.of();

  Look(JdbcSession session, FetchRequest request, long now) {
    this.session = session;
    this.request = request;
    this.now = now;
  }

  /**
   * With one statement, for a remote database: whether there is nothing due at all, as is the case
   * most of the time where little is to do. Then the look is complete.
   */
  boolean findsNothing(Statements connection) throws SQLException {
    if (hasToSweep()) {
      return false;
    }
    List<Long> lanes = new ArrayList<>(session.orchestratorLanes());
    lanes.add(session.hub().key().managementLane());
    PreparedStatement select = connection.prepare(PEEK);
    select.setLong(1, session.id());
    select.setArray(2, numbers(connection, lanes));
    select.setArray(3, numbers(connection, session.activityLanes()));
    select.setLong(4, session.hub().key().hub());
    select.setLong(5, now);
    try (ResultSet row = select.executeQuery()) {
      row.next();
      boolean alive = row.getInt(1) == 1;
      if (!row.getBoolean(4)) {
        session.allAlive(now);
      }
      long first = row.getLong(2);
      long firstDue = row.wasNull() ? Long.MAX_VALUE : first;
      if (alive && (firstDue <= now || row.getBoolean(3))) {
        return false;
      }
      nextDue = alive ? firstDue : Long.MAX_VALUE;
      return true;
    }
  }

  private static Array numbers(Statements connection, Collection<Long> numbers)
      throws SQLException {
    return connection.connection().createArrayOf("int8", numbers.toArray(Long[]::new));
  }

  /** Whether messages for instances of this session may lie where the lanes do not show them. */
  private boolean hasToSweep() {
    if (request.maxInstances() == 0) {
      return true;
    }
    for (Owned owned : session.allOwned()) {
      if (Holds.held(owned.holds()) || !session.servesLane(owned.function())) {
        return true;
      }
    }
    return false;
  }

  Look at(Statements connection) throws SQLException {
    if (!isAlive(connection)) {
      return this;
    }
    boolean sweep = hasToSweep();
    int inHand = 0;
    for (Owned owned : session.allOwned()) {
      inHand += owned.handed().size();
    }
    if (request.maxInstances() > 0) {
      sweep |= scan(connection, request.maxInstances() + inHand + SPARE_ROWS);
    }
    if (sweep) {
      sweep(connection);
    }
    instances = choose();
    activities = activities(connection);
    findNextDue(connection);
    return this;
  }

  /** What it found does not reach the caller: nothing of it counts as handed out. */
  void takeBack() {
    handed.forEach(message -> message.owned().handed().remove(message.message()));
    handed.clear();
  }

  private boolean isAlive(Statements connection) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT 1 FROM varve_session WHERE session=? AND alive=1");
    select.setLong(1, session.id());
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  /** Looks through the lanes; true if one of them holds more than was read. */
  private boolean scan(Statements connection, int limit) throws SQLException {
    boolean cut = false;
    PreparedStatement select = connection.prepare(LANE);
    cut |= scan(select, session.hub().key().managementLane(), limit, managed);
    for (long lane : session.orchestratorLanes()) {
      cut |= scan(select, lane, limit, due);
    }
    return cut;
  }

  private boolean scan(PreparedStatement select, long lane, int limit, List<Candidate> candidates)
      throws SQLException {
    select.setLong(1, lane);
    select.setLong(2, now);
    select.setLong(3, session.id());
    select.setString(4, session.descriptor().build());
    select.setInt(5, limit);
    int rows = 0;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows++;
        row.getLong(7);
        if (row.wasNull()) {
          candidates.add(new Candidate(row.getLong(3), row.getLong(1), row.getLong(2)));
        } else {
          deliver(row);
        }
      }
    }
    more |= rows == limit;
    return rows == limit;
  }

  private void sweep(Statements connection) throws SQLException {
    PreparedStatement select = connection.prepare(OWNED);
    select.setLong(1, session.id());
    select.setLong(2, now);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        deliver(row);
      }
    }
  }

  private void deliver(ResultSet row) throws SQLException {
    Owned owned = session.ownedByKey(row.getLong(2));
    long id = row.getLong(1);
    if (owned == null || row.getInt(4) == MessageKind.WAKE.ordinal() || !owned.handed().add(id)) {
      return;
    }
    handed.add(new Handed(owned, id));
    Candidate position = new Candidate(row.getLong(3), id, owned.instance());
    deliveries
        .computeIfAbsent(
            owned.id(),
            instance ->
                new TreeMap<>(
                    Comparator.comparingLong(Candidate::due).thenComparingLong(Candidate::message)))
        .put(position, Fetch.message(id, position.due(), row, 4));
  }

  /** The instances to claim: those with management first, then by due time across the lanes. */
  private List<Long> choose() {
    due.sort(Comparator.comparingLong(Candidate::due).thenComparingLong(Candidate::message));
    Set<Long> chosen = new LinkedHashSet<>();
    managed.forEach(candidate -> chosen.add(candidate.instance()));
    due.forEach(candidate -> chosen.add(candidate.instance()));
    more |= chosen.size() > request.maxInstances();
    return chosen.stream().limit(request.maxInstances()).toList();
  }

  private List<Long> activities(Statements connection) throws SQLException {
    if (session.activityLanes().isEmpty()) {
      return List.of();
    }
    int max = request.maxActivities();
    List<Long> found = new ArrayList<>();
    PreparedStatement select = connection.prepare(ACTIVITIES);
    for (long lane : session.activityLanes()) {
      select.setLong(1, lane);
      select.setInt(2, max + 1);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
    }
    more |= found.size() > max;
    return found.stream().sorted().limit(max).toList();
  }

  private void findNextDue(Statements connection) throws SQLException {
    PreparedStatement select = connection.prepare(NEXT);
    for (long lane : session.orchestratorLanes()) {
      select.setLong(1, lane);
      select.setLong(2, now);
      try (ResultSet row = select.executeQuery()) {
        long next = row.next() ? row.getLong(1) : Long.MAX_VALUE;
        if (!row.wasNull()) {
          nextDue = Math.min(nextDue, next);
        }
      }
    }
  }

  List<Long> instances() {
    return instances;
  }

  List<Long> activities() {
    return activities;
  }

  List<Delivery> delivered() {
    return deliveries.entrySet().stream()
        .map(entry -> new Delivery(entry.getKey(), List.copyOf(entry.getValue().values())))
        .toList();
  }

  boolean more() {
    return more;
  }

  Optional<Instant> nextDue() {
    return nextDue == Long.MAX_VALUE ? Optional.empty() : Optional.of(Row.time(nextDue));
  }
}
