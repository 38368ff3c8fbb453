package dev.varve.jdbc;

import dev.varve.jdbc.Needs.InstanceId;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on PostgreSQL, while other processes write too.
 *
 * <p>Its first statement is the fence: it locks the rows of this process's sessions for share, so
 * that nobody can bury them before the COMMIT, and tells the time and which still live. Locks are
 * then taken in one order by everybody: sessions, hubs, runs by key. All rows of one kind go to the
 * server as arrays in one statement, and all kinds together in one round trip. The common turn is
 * one round trip as a whole: fence, rows, and the COMMIT, which the server skips if anything before
 * it fails.
 */
final class PostgresBatch extends WriteBatch {
  private static final int ID_BLOCK = 1_000;
  private static final int COUNT_SHARDS = 16;
  private static final String UNIQUE_VIOLATION = "23505";
  private static final long LOOK_FIRST_NANOS = 1_000_000_000;
  private static final String LIVE =
      "ARRAY(SELECT s.session FROM varve_session s WHERE s.session = ANY (?) AND s.alive = 1"
          + " ORDER BY s.session FOR SHARE)";

  /** Tells which sessions live. */
  private static final String FENCE = "SELECT " + PostgresBackend.NOW + ", " + LIVE;

  /** Is an error unless all sessions live, so that the COMMIT can be sent behind it unseen. */
  private static final String FENCE_OR_FAIL =
      "SELECT " + PostgresBackend.NOW + ", 1 / (cardinality(" + LIVE + ") = ?)::int";

  private static final String LOCK_HUBS =
      "SELECT count(*) FROM (SELECT 1 FROM varve_hub h WHERE h.hub = ANY (?)"
          + " ORDER BY h.hub FOR UPDATE) l";
  static final String LOCK_RUNS =
      "SELECT count(*) FROM unnest(?::int8[]) AS u(run) CROSS JOIN LATERAL"
          + " (SELECT 1 FROM varve_run r WHERE r.instance = u.run FOR UPDATE OFFSET 0) AS l";

  static final String KNOWN =
      "SELECT "
          + Known.COLUMNS
          + ", i.id FROM "
          + PostgresDialect.INSTANCES_BY_ID
          + " LEFT JOIN LATERAL (SELECT * FROM varve_run WHERE varve_run.instance = i.instance OFFSET 0) AS r ON true";

  private final Supplier<Collection<Long>> localSessions;
  private final Map<Write, ColumnArrays> writes = new EnumMap<>(Write.class);
  private final Set<Long> deadSessions = new HashSet<>();
  private final Set<Long> endedNow = new HashSet<>();
  private final PostgresBackend backend;

  private Set<Long> fencedSessions = Set.of();
  private Set<Long> runsToLock = Set.of();
  private boolean fenced;
  private boolean starts;
  private boolean trusted;
  private boolean doubted;
  private long lookFirstUntil = System.nanoTime();

  /** The number of the last transaction that took effect. */
  private long number;

  private long nextId;
  private long lastId;

  /**
   * @param backend the server's side of the connection
   * @param localSessions the sessions of this process; may be called on the writer's thread
   */
  PostgresBatch(
      Statements statements,
      PostgresBackend backend,
      PostgresDialect dialect,
      StoreClock clock,
      FunctionIds functions,
      Supplier<Collection<Long>> localSessions) {
    super(statements, dialect, clock, functions);
    this.backend = backend;
    this.localSessions = localSessions;
  }

  @Override
  void begin(List<WriteOperation<?>> operations) throws SQLException {
    fenced = false;
    trusted = false;
    endedNow.clear();
    fencedSessions = new TreeSet<>(localSessions.get());
    fencedSessions.removeAll(deadSessions);
    at(clock().micros());
    Needs needs = new Needs();
    operations.forEach(operation -> operation.tell(needs));
    dialect().reviewPlans(statements());
    runsToLock = needs.runs();
    starts = !needs.ids().isEmpty();
    Set<InstanceId> ids = guess(needs);
    if (!ids.isEmpty() || !needs.activities().isEmpty() || !needs.hubs().isEmpty()) {
      if (!needs.hubs().isEmpty() || ids.isEmpty()) {
        fence();
      }
      lock(LOCK_HUBS, needs.hubs());
      lookUp(needs, ids);
    }
    if (doubted) {
      doubted = false;
      fence();
    }
  }

  /**
   * Takes ids that are to be started for free, as they nearly always are: the index refuses one
   * that is not, and then they are looked up first for a while.
   *
   * @return those that have to be looked up
   */
  private Set<InstanceId> guess(Needs needs) {
    Set<InstanceId> ids = new HashSet<>(needs.targets());
    if (System.nanoTime() - lookFirstUntil < 0) {
      ids.addAll(needs.ids());
    } else {
      for (InstanceId id : needs.ids()) {
        if (!ids.contains(id)) {
          know(id, null);
        }
      }
    }
    return ids;
  }

  /** For a transaction of the caller, which a wrong guess would break. */
  PostgresBatch lookingFirst() {
    lookFirstUntil = System.nanoTime() + Duration.ofDays(1).toNanos();
    return this;
  }

  @Override
  boolean guessedWrong(SQLException error) {
    // Also after a look, since another worker may have started one between look and insert.
    if (starts && UNIQUE_VIOLATION.equals(error.getSQLState())) {
      lookFirstUntil = System.nanoTime() + LOOK_FIRST_NANOS;
      return true;
    }
    doubted = trusted && PostgresBackend.DIVISION_BY_ZERO.equals(error.getSQLState());
    return doubted;
  }

  /** Finds out the keys, locks what has to be locked, and reads the rest under the locks. */
  private void lookUp(Needs needs, Set<InstanceId> ids) throws SQLException {
    Map<InstanceId, Known> found = find(ids);
    Set<Long> runs = new TreeSet<>(runsToLock);
    for (InstanceId target : needs.targets()) {
      Known known = found.get(target);
      if (known != null && !known.status().isFinished()) {
        runs.add(known.instance());
      }
    }
    runs.addAll(instancesOf(needs.activities()));
    runsToLock = Set.of();
    if (!runs.isEmpty()) {
      if (!fenced) {
        fence();
      }
      lock(LOCK_RUNS, runs);
      // What was read before may have changed until the locks were granted.
      found = new HashMap<>(found);
      found.putAll(find(needs.targets()));
    }
    for (InstanceId id : ids) {
      know(id, found.get(id));
    }
  }

  private Map<InstanceId, Known> find(Set<InstanceId> ids) throws SQLException {
    Map<InstanceId, Known> found = new HashMap<>();
    Map<Long, List<InstanceId>> byHub =
        ids.stream()
            .collect(Collectors.groupingBy(InstanceId::hub, TreeMap::new, Collectors.toList()));
    for (Map.Entry<Long, List<InstanceId>> hub : byHub.entrySet()) {
      find(hub.getKey(), hub.getValue(), found);
    }
    return found;
  }

  /** Sends the fence with it if it is still to come. */
  private void find(long hub, List<InstanceId> ids, Map<InstanceId, Known> found)
      throws SQLException {
    PreparedStatement select = statements().prepare(fenced ? KNOWN : FENCE + ";\n" + KNOWN);
    int index = 0;
    if (!fenced) {
      select.setArray(++index, numbers(fencedSessions));
    }
    select.setArray(++index, texts(ids.stream().map(InstanceId::id).toArray(String[]::new)));
    select.setLong(++index, hub);
    select.execute();
    if (!fenced) {
      try (ResultSet row = select.getResultSet()) {
        row.next();
        fenced(row);
      }
      select.getMoreResults();
    }
    try (ResultSet row = select.getResultSet()) {
      while (row.next()) {
        found.put(new InstanceId(hub, row.getString(8)), Known.read(row));
      }
    }
  }

  private Set<Long> instancesOf(Set<Long> activities) throws SQLException {
    Set<Long> instances = new TreeSet<>();
    if (!activities.isEmpty()) {
      PreparedStatement select =
          statements()
              .prepare("SELECT a.instance FROM varve_activity a WHERE a.activity = ANY (?)");
      select.setArray(1, numbers(activities));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          instances.add(row.getLong(1));
        }
      }
    }
    return instances;
  }

  private void lock(String statement, Set<Long> keys) throws SQLException {
    if (!keys.isEmpty()) {
      PreparedStatement lock = statements().prepare(statement);
      lock.setArray(1, numbers(keys));
      lock.executeQuery().close();
    }
  }

  /** Nothing comes before the fence. */
  @Override
  void settle() throws SQLException {
    super.settle();
    if (!fenced || !runsToLock.isEmpty()) {
      send();
    }
  }

  private void fence() throws SQLException {
    PreparedStatement fence = statements().prepare(FENCE);
    fence.setArray(1, numbers(fencedSessions));
    try (ResultSet row = fence.executeQuery()) {
      row.next();
      fenced(row);
    }
  }

  private void fenced(ResultSet row) throws SQLException {
    fenced = true;
    clock().learn(row.getLong(1));
    Set<Long> alive = Set.of((Long[]) row.getArray(2).getArray());
    for (long session : fencedSessions) {
      if (!alive.contains(session)) {
        deadSessions.add(session);
        throw new SessionDied(session);
      }
    }
  }

  /** A session that is not known to be dead is taken for alive until the fence tells. */
  @Override
  boolean isAlive(long session) {
    return !deadSessions.contains(session) && !endedNow.contains(session);
  }

  @Override
  void ended(long session) {
    endedNow.add(session);
  }

  @Override
  long newId() throws SQLException {
    if (nextId == lastId) {
      settle();
      try (ResultSet row = statements().prepare("SELECT nextval('varve_id')").executeQuery()) {
        row.next();
        nextId = row.getLong(1);
        lastId = nextId + ID_BLOCK;
      }
    }
    return nextId++;
  }

  @Override
  RowValues row(Write write) {
    return arrays(write);
  }

  private ColumnArrays arrays(Write write) {
    return writes.computeIfAbsent(write, w -> new ColumnArrays(w.form().bound()));
  }

  @Override
  void take(Write write) {
    arrays(write).next();
  }

  /** Everything in one round trip: the fence if it is still to come, then locks, then rows. */
  @Override
  void send() throws SQLException {
    send(false);
  }

  private void send(boolean commit) throws SQLException {
    List<String> sql = new ArrayList<>();
    boolean toFence = !fenced;
    trusted = toFence && commit;
    if (toFence) {
      sql.add(commit ? FENCE_OR_FAIL : FENCE);
    }
    if (!runsToLock.isEmpty()) {
      sql.add(LOCK_RUNS);
    }
    for (Map.Entry<Write, ColumnArrays> write : writes.entrySet()) {
      if (write.getValue().rows() > 0) {
        sql.add(bulk(write.getKey()));
      }
    }
    if (commit) {
      sql.add(PostgresBackend.COUNT_UP);
      sql.add("COMMIT");
    }
    if (sql.isEmpty()) {
      return;
    }
    PreparedStatement all = statements().prepare(String.join(";\n", sql));
    int index = 0;
    if (toFence) {
      all.setArray(++index, numbers(fencedSessions));
    }
    if (trusted) {
      all.setInt(++index, fencedSessions.size());
    }
    if (!runsToLock.isEmpty()) {
      all.setArray(++index, numbers(runsToLock));
    }
    for (ColumnArrays arrays : writes.values()) {
      if (arrays.rows() > 0) {
        index = arrays.bind(all, index);
      }
    }
    if (commit) {
      all.setLong(++index, number + 1);
      all.setLong(++index, backend.writer());
      all.setLong(++index, number);
    }
    boolean rows = all.execute();
    runsToLock = Set.of();
    writes.values().forEach(ColumnArrays::clear);
    if (toFence && rows) {
      try (ResultSet row = all.getResultSet()) {
        row.next();
        if (commit) {
          clock().learn(row.getLong(1));
        } else {
          fenced(row);
        }
      }
    }
  }

  static String bulk(Write write) {
    List<String> arrays =
        write.form().bound().stream().map(column -> "?::" + type(column) + "[]").toList();
    return write.form().forManyRows(arrays);
  }

  static String type(Column column) {
    return switch (column.type()) {
      case NUMBER -> "int8";
      case SMALL_NUMBER -> "int4";
      case TEXT -> "text";
      case BYTES -> "bytea";
    };
  }

  @Override
  int countShard() {
    return Math.floorMod(backend.process(), COUNT_SHARDS);
  }

  /** All that is left is sent with the COMMIT. */
  @Override
  void prepareCommit() {}

  @Override
  void commitTransaction() throws SQLException {
    send(true);
    number++;
    deadSessions.addAll(endedNow);
  }

  /** An error that the server told comes instead of the COMMIT. */
  @Override
  boolean mayHaveCommitted(Exception error) {
    return !(error instanceof SQLException sql) || PostgresDialect.isBroken(sql);
  }

  @Override
  void rollbackTransaction() throws SQLException {
    writes.values().forEach(ColumnArrays::clear);
    connection().rollback();
  }

  @Override
  Mark mark() {
    return new Mark(backend.writer(), number + 1, backend.process());
  }

  @Override
  boolean tookEffect(Mark lost) throws SQLException {
    return backend.tookEffect(connection(), lost);
  }

  @Override
  public void close() throws SQLException {
    try {
      backend.forget(connection());
    } finally {
      super.close();
    }
  }

  private Array numbers(Collection<Long> numbers) throws SQLException {
    return connection().createArrayOf("int8", numbers.toArray(Long[]::new));
  }

  private Array texts(@Nullable String[] texts) throws SQLException {
    return connection().createArrayOf("text", texts);
  }
}
