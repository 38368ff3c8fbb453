package dev.varve.versioning.router;

import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The routing table in the records of the router's hub: one for each key, and one for each app that
 * says which of its keys is current. The holder of the hub alone writes it, so it reads it once and
 * remembers what it wrote; a write that meets another's shows that the hold is lost. Thread-safe.
 */
final class Table {
  private static final String ROW = "router/app/";
  private static final String CURRENT = "router/current/";

  /** The current key of an app with the revision of its record. */
  private record Current(AppKey key, long revision) {}

  private final HubRecords records;
  private final Hold hold;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentNavigableMap<AppKey, Row> rows = new ConcurrentSkipListMap<>();
  private final Map<String, Current> currents = new ConcurrentHashMap<>();

  Table(HubRecords records, Hold hold) {
    this.records = records;
    this.hold = hold;
  }

  /** Reads all of it. */
  void load() {
    for (HubRecord record : records.list(ROW)) {
      Row row = row(record);
      rows.put(row.key(), row);
    }
    for (HubRecord record : records.list(CURRENT)) {
      AppKey key = current(record);
      currents.put(key.app(), new Current(key, record.revision()));
    }
  }

  private static Row row(HubRecord record) {
    AppKey key = AppKey.parse(record.key().substring(ROW.length()));
    return Row.of(key, record.value(), record.revision());
  }

  private static AppKey current(HubRecord record) {
    return AppKey.parse(record.key().substring(CURRENT.length()) + "/" + record.value());
  }

  /** The table as the records say now, for whoever does not hold the hub. */
  static RoutingTable read(HubRecords records) {
    Map<AppKey, AppKey> currents = new ConcurrentHashMap<>();
    records.list(CURRENT).forEach(record -> currents.put(current(record), current(record)));
    return new RoutingTable(
        records.list(ROW).stream()
            .map(Table::row)
            .sorted((one, other) -> one.key().compareTo(other.key()))
            .map(row -> row.asSeen(currents.containsKey(row.key())))
            .toList());
  }

  Optional<Row> find(AppKey key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** All rows, in the order of their keys, as they are while they are read. */
  Iterable<Row> all() {
    return rows.values();
  }

  Optional<AppKey> current(String app) {
    return Optional.ofNullable(currents.get(app)).map(Current::key);
  }

  boolean isCurrent(AppKey key) {
    return current(key.app()).filter(key::equals).isPresent();
  }

  /** How many apps count against the limit. */
  long open() {
    return rows.values().stream().filter(row -> row.state().isOpen()).count();
  }

  /** Decides and writes, with no other decision in between. */
  <T> T decide(Supplier<T> decision) {
    lock.lock();
    try {
      return decision.get();
    } finally {
      lock.unlock();
    }
  }

  /** Writes a row in place of the one it was made from. */
  Row put(Row row, String who, String why) {
    String from = find(row.key()).map(before -> before.state().name()).orElse("none");
    AuditEntry.Draft audit =
        new AuditEntry.Draft(
            who,
            "router-app",
            row.key().toString(),
            "from %s to %s, version %s, run %d: %s"
                .formatted(from, row.state(), row.version(), row.run(), why));
    HubRecord written = write(ROW + row.key(), row.revision(), row.toJson(), audit);
    Row stored = row.withRevision(written.revision());
    rows.put(row.key(), stored);
    return stored;
  }

  /** Makes a key the current one of its app. */
  void makeCurrent(AppKey key, String who, String why) {
    Current before = currents.get(key.app());
    if (before != null && before.key().equals(key)) {
      return;
    }
    AuditEntry.Draft audit =
        new AuditEntry.Draft(
            who,
            "router-current",
            key.app(),
            "from %s to %s: %s".formatted(before == null ? "none" : before.key(), key, why));
    String version = key.major() + "." + key.minor();
    HubRecord written =
        write(CURRENT + key.app(), before == null ? 0 : before.revision(), version, audit);
    currents.put(key.app(), new Current(key, written.revision()));
  }

  /**
   * A write whose outcome was not learned is repeated by the step it belongs to, and then found:
   * what is there is then what was to be written.
   */
  private HubRecord write(String key, long revision, String value, AuditEntry.Draft audit) {
    return records
        .compareAndSet(key, revision, value, audit)
        .or(() -> records.get(key).filter(record -> record.value().equals(value)))
        .orElseThrow(() -> {
          hold.lose();
          return new HoldLostException("the record " + key + " was changed by another router");
        });
  }
}
