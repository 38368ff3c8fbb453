package dev.varve.jdbc;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The small numbers that stand for function names in rows. A pair, once stored, never changes, so
 * both directions are cached for good; what a transaction adds is published when it is durable.
 */
final class FunctionIds {
  private record Key(long hub, FunctionKind kind, FunctionName name) {}

  private final Map<Key, Long> ids;
  private final Map<Long, FunctionName> names;

  /** Written and read by the thread that writes only. */
  private final Map<Key, Long> unpublished = new HashMap<>();

  FunctionIds() {
    this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  private FunctionIds(Map<Key, Long> ids, Map<Long, FunctionName> names) {
    this.ids = ids;
    this.names = names;
  }

  /** The same for a transaction that others end, so that what it adds is never published. */
  FunctionIds seenFromOutside() {
    return new FunctionIds(ids, names);
  }

  long idOf(WriteBatch batch, long hub, FunctionKind kind, FunctionName name) throws SQLException {
    Key key = new Key(hub, kind, name);
    Long id = ids.get(key);
    if (id == null) {
      id = unpublished.get(key);
    }
    if (id == null) {
      id = readOrInsert(batch, key);
      unpublished.put(key, id);
    }
    return id;
  }

  void publish() {
    if (unpublished.isEmpty()) {
      return;
    }
    unpublished.forEach((key, id) -> {
      ids.put(key, id);
      names.put(id, key.name());
    });
    unpublished.clear();
  }

  void discard() {
    unpublished.clear();
  }

  FunctionName nameOf(Statements connection, long id) throws SQLException {
    FunctionName cached = names.get(id);
    if (cached != null) {
      return cached;
    }
    PreparedStatement statement =
        connection.prepare("SELECT base, version FROM varve_function WHERE function=?");
    statement.setLong(1, id);
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("function " + id + " has no name in the database");
      }
      return new FunctionName(row.getString(1), row.getInt(2));
    }
  }

  private static long readOrInsert(WriteBatch batch, Key key) throws SQLException {
    Long stored = read(batch, key);
    if (stored != null) {
      return stored;
    }
    // Somebody else may be inserting it at the same time; whoever is first names it.
    batch.execute(
        "INSERT INTO varve_function (function, hub, kind, base, version) VALUES (?,?,?,?,?)"
            + " ON CONFLICT DO NOTHING",
        batch.newId(),
        key.hub(),
        key.kind().ordinal(),
        key.name().base(),
        key.name().version());
    return Objects.requireNonNull(read(batch, key));
  }

  private static @Nullable Long read(WriteBatch batch, Key key) throws SQLException {
    PreparedStatement select =
        batch.prepare(
            "SELECT function FROM varve_function WHERE hub=? AND kind=? AND base=? AND version=?");
    select.setLong(1, key.hub());
    select.setInt(2, key.kind().ordinal());
    select.setString(3, key.name().base());
    select.setInt(4, key.name().version());
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Long.valueOf(row.getLong(1)) : null;
    }
  }
}
