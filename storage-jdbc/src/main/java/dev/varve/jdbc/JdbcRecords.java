package dev.varve.jdbc;

import dev.varve.VersionSet;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The small shared facts of a hub in rows. Thread-safe. */
final class JdbcRecords implements HubRecords {
  /** Asked each second by those who watch a few records, so it reads no others. */
  static final String LIST =
      "SELECT name, value, revision FROM varve_hub_record WHERE hub=? AND name>=? AND name<=?"
          + " ORDER BY name";

  /** Sorts behind all others, and stands for none, so that no key has it behind a prefix. */
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private static final int MAX_KEY_LENGTH = 200;

  private final Database database;
  private final HubKey hub;

  JdbcRecords(Database database, HubKey hub) {
    this.database = database;
    this.hub = hub;
  }

  @Override
  public Optional<HubRecord> get(String key) {
    return database.readers().read("read a hub record", c -> read(c, key));
  }

  private Optional<HubRecord> read(Statements connection, String key) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT value, revision FROM varve_hub_record WHERE hub=? AND name=?");
    select.setLong(1, hub.hub());
    select.setString(2, key);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new HubRecord(key, row.getString(1), row.getLong(2)))
          : Optional.empty();
    }
  }

  @Override
  public List<HubRecord> list(String keyPrefix) {
    return database.readers().readOne("list hub records", c -> list(c, keyPrefix));
  }

  private List<HubRecord> list(Statements connection, String prefix) throws SQLException {
    PreparedStatement select = connection.prepare(LIST);
    select.setLong(1, hub.hub());
    select.setString(2, prefix);
    select.setString(3, prefix + LAST_CHARACTER);
    List<HubRecord> records = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next() && row.getString(1).startsWith(prefix)) {
        records.add(new HubRecord(row.getString(1), row.getString(2), row.getLong(3)));
      }
    }
    return records;
  }

  @Override
  public Optional<HubRecord> compareAndSet(
      String key, long expectedRevision, String value, AuditEntry.Draft audit) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a key of " + key.length() + " characters is out of range; use 1 to " + MAX_KEY_LENGTH);
    }
    return database.await(
        new WriteOperation<Optional<HubRecord>>() {
          @Override
          boolean alone(Dialect dialect) {
            return dialect.hasSeveralWriters();
          }

          @Override
          Optional<HubRecord> apply(WriteBatch batch) throws SQLException {
            if (!set(batch, key, expectedRevision, value)) {
              return Optional.empty();
            }
            append(batch, audit);
            return Optional.of(new HubRecord(key, value, expectedRevision + 1));
          }
        });
  }

  private boolean set(WriteBatch batch, String key, long expected, String value)
      throws SQLException {
    return expected == 0
        ? batch.execute(
                "INSERT INTO varve_hub_record (hub, name, value, revision) VALUES (?,?,?,1)"
                    + " ON CONFLICT DO NOTHING",
                hub.hub(),
                key,
                value)
            == 1
        : batch.execute(
                "UPDATE varve_hub_record SET value=?, revision=revision+1"
                    + " WHERE hub=? AND name=? AND revision=?",
                value,
                hub.hub(),
                key,
                expected)
            == 1;
  }

  private void append(WriteBatch batch, AuditEntry.Draft entry) throws SQLException {
    // Numbered in the order of their commits, so that a reader who goes on from the last position
    // misses none.
    batch.lockHub(hub.hub());
    batch.execute(
        "INSERT INTO varve_audit (hub, at, who, action, subject, detail, position)"
            + " SELECT ?,?,?,?,?,?, coalesce(max(a.position), 0) + 1 FROM varve_audit a"
            + " WHERE a.hub=?",
        hub.hub(),
        batch.now(),
        entry.who(),
        entry.action(),
        entry.subject(),
        entry.detail(),
        hub.hub());
  }

  @Override
  public void audit(AuditEntry.Draft entry) {
    database.await(
        new WriteOperation<Boolean>() {
          @Override
          boolean alone(Dialect dialect) {
            return dialect.hasSeveralWriters();
          }

          @Override
          Boolean apply(WriteBatch batch) throws SQLException {
            append(batch, entry);
            return true;
          }
        });
  }

  @Override
  public List<AuditEntry> auditLog(long afterPosition, int maxEntries) {
    return database.readers().read("read the audit log", c -> read(c, afterPosition, maxEntries));
  }

  private List<AuditEntry> read(Statements connection, long after, int max) throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT position, at, who, action, subject, detail FROM varve_audit"
                + " WHERE hub=? AND position>? ORDER BY position LIMIT ?");
    select.setLong(1, hub.hub());
    select.setLong(2, after);
    select.setInt(3, max);
    List<AuditEntry> entries = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        entries.add(
            new AuditEntry(
                row.getLong(1),
                Row.time(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
      }
    }
    return entries;
  }

  @Override
  public void putVersionSet(VersionSet set) {
    String content =
        TextList.write(
            List.of(TextList.writeMap(set.orchestrators()), TextList.writeMap(set.activities())));
    database.await(
        new WriteOperation<Boolean>() {
          @Override
          Boolean apply(WriteBatch batch) throws SQLException {
            batch.execute(
                "INSERT INTO varve_version_set (hub, id, content) VALUES (?,?,?) ON CONFLICT DO NOTHING",
                hub.hub(),
                set.id(),
                content);
            return true;
          }
        });
  }

  @Override
  public Optional<VersionSet> versionSet(String id) {
    return database
        .readers()
        .read("read a version set", c -> content(c, id))
        .map(content -> {
          List<String> maps = TextList.read(content);
          return new VersionSet(id, versions(maps.get(0)), versions(maps.get(1)));
        });
  }

  private Optional<String> content(Statements connection, String id) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT content FROM varve_version_set WHERE hub=? AND id=?");
    select.setLong(1, hub.hub());
    select.setString(2, id);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  private static TreeMap<String, Integer> versions(String stored) {
    TreeMap<String, Integer> versions = new TreeMap<>();
    for (Map.Entry<String, String> entry : TextList.readMap(stored).entrySet()) {
      versions.put(entry.getKey(), Integer.valueOf(entry.getValue()));
    }
    return versions;
  }
}
