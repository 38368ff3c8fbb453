package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rows of sessions: who lives, who is dead, and what each holds. Thread-safe. */
final class SessionRows {
  private static final String PARTITION = "sessions";
  private static final String HUB = "hub";
  private static final String COUNTER = "session-counter";
  private static final String LAST = "Last";
  private static final String ALIVE = "alive";
  private static final String DEAD = "Dead";
  private static final String WORKER = "Worker";
  private static final String ORCHESTRATORS = "Orchestrators";
  private static final String ACTIVITIES = "Activities";
  private static final String BUILD = "Build";
  private static final String FORMATS = "HistoryFormats";
  private static final String STARTED = "StartedAt";
  private static final String SEEN = "SeenAt";
  private static final int ATTEMPTS = 100;

  private final RowTable work;

  SessionRows(RowTable work) {
    this.work = work;
  }

  /**
   * A session as it was read.
   *
   * @param etag changes with each sign of life
   */
  record Known(SessionRow row, boolean dead, String etag) {}

  /** An id that was never used before and never will be again. */
  long newId() {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Row> counter = work.get(HUB, COUNTER);
      long id = counter.flatMap(row -> row.number(LAST)).orElse(0L) + 1;
      Map<String, Object> columns = Map.of(LAST, id);
      Change change =
          counter.isPresent()
              ? new Change.Replace(COUNTER, columns, counter.get().etag())
              : new Change.Insert(COUNTER, columns);
      if (work.apply(HUB, List.of(change)).applied()) {
        return id;
      }
    }
    throw new StorageException(
        "no session could be opened: too many others open at the same time; try again", null);
  }

  /** Writes the rows of a session that opens. */
  void open(long id, SessionDescriptor descriptor, long now) {
    work.apply(held(id), List.of(new Change.Put(ALIVE, Map.of(STARTED, now))));
    Map<String, Object> columns = new HashMap<>();
    columns.put(WORKER, descriptor.worker());
    columns.put(ORCHESTRATORS, names(descriptor.orchestrators()));
    columns.put(ACTIVITIES, names(descriptor.activities()));
    columns.put(BUILD, descriptor.build());
    columns.put(
        FORMATS,
        descriptor.historyFormats().stream()
            .map(Object::toString)
            .collect(Collectors.joining(",")));
    columns.put(STARTED, now);
    columns.put(SEEN, now);
    columns.put(DEAD, false);
    work.apply(PARTITION, List.of(new Change.Put(Keys.hex(id), columns)));
  }

  /** All sessions that have not gone, the dead among them. */
  List<Known> all() {
    return work.range(PARTITION, "0", "g", Integer.MAX_VALUE).stream()
        .map(SessionRows::known)
        .toList();
  }

  /** The row of a session with the time of the service at which it was written last. */
  Optional<Row> read(long id) {
    return work.get(PARTITION, Keys.hex(id));
  }

  static boolean isDead(Row row) {
    return row.flag(DEAD);
  }

  /** Shows that a session lives; false if it was found dead. */
  boolean renew(long id, long now) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Row> row = read(id);
      if (row.isEmpty() || isDead(row.get())) {
        return false;
      }
      Change seen = new Change.Merge(Keys.hex(id), Map.of(SEEN, now), row.get().etag());
      if (work.apply(PARTITION, List.of(seen)).applied()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Declares a session dead that gave no sign of life since it was read. It claims nothing from
   * then on.
   */
  boolean bury(Known session) {
    String key = Keys.hex(session.row().id());
    if (!session.dead()) {
      Change dead = new Change.Merge(key, Map.of(DEAD, true), session.etag());
      if (!work.apply(PARTITION, List.of(dead)).applied()) {
        return false;
      }
    }
    work.apply(held(session.row().id()), List.of(new Change.Delete(ALIVE, Change.ANY)));
    return true;
  }

  /** Declares a session dead in whatever state it is: for its own process, and for tests. */
  void die(long id) {
    work.apply(PARTITION, List.of(new Change.Merge(Keys.hex(id), Map.of(DEAD, true), Change.ANY)));
  }

  /** Removes the row of a session that holds nothing any more. */
  void remove(long id) {
    work.apply(PARTITION, List.of(new Change.Delete(Keys.hex(id), Change.ANY)));
  }

  /**
   * Ends a session that claims nothing any more and has let go what it held.
   *
   * @return whether it has; if not, a claim of it may still be under way
   */
  boolean leave(long id) {
    Sweep.delete(work, held(id), List.of(ALIVE)); // from here on what it holds is complete
    boolean empty = held(id, 1).isEmpty();
    if (empty) {
      remove(id);
    }
    return empty;
  }

  /** What a session holds, or held and need not be looked after. */
  List<Row> held(long id, int max) {
    return work.range(held(id), "act-", "own.", max);
  }

  /**
   * Writes down what a session claims, before the claim.
   *
   * @return whether the session lives
   */
  boolean hold(long id, List<Change> rows) {
    for (int from = 0; from < rows.size(); from += RowTable.MAX_CHANGES - 1) {
      List<Change> changes =
          new ArrayList<>(
              rows.subList(from, Math.min(rows.size(), from + RowTable.MAX_CHANGES - 1)));
      changes.addFirst(new Change.Merge(ALIVE, Map.of(LAST, 0L), Change.ANY));
      Outcome outcome = work.apply(held(id), changes);
      if (!outcome.applied()) {
        return false;
      }
    }
    return true;
  }

  void drop(long id, List<String> keys) {
    Sweep.delete(work, held(id), keys);
  }

  private static String held(long id) {
    return "s-" + Keys.hex(id);
  }

  private static Known known(Row row) {
    SessionDescriptor descriptor =
        new SessionDescriptor(
            row.text(WORKER).orElse(""),
            functions(row, ORCHESTRATORS),
            functions(row, ACTIVITIES),
            row.text(BUILD).orElse(""),
            Arrays.stream(row.text(FORMATS).orElse("").split(","))
                .filter(text -> !text.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toSet()));
    SessionRow session =
        new SessionRow(
            Long.parseLong(row.key(), 16),
            descriptor,
            Micros.instant(row.number(STARTED).orElse(0L)),
            Micros.instant(row.number(SEEN).orElse(0L)));
    return new Known(session, isDead(row), row.etag());
  }

  private static String names(Set<FunctionName> functions) {
    return new TreeSet<>(functions)
        .stream().map(FunctionName::toString).collect(Collectors.joining("\n"));
  }

  private static Set<FunctionName> functions(Row row, String column) {
    String text = row.text(column).orElse("");
    return text.isEmpty()
        ? Set.of()
        : Arrays.stream(text.split("\n")).map(FunctionName::parse).collect(Collectors.toSet());
  }
}
