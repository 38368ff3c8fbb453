package dev.varve.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds a hub by its name, or creates it. */
final class HubOperation extends WriteOperation<HubKey> {
  private final String name;

  HubOperation(String name) {
    this.name = name;
  }

  @Override
  HubKey apply(WriteBatch batch) throws SQLException {
    HubKey stored = read(batch.statements(), name);
    if (stored != null) {
      return stored;
    }
    // Somebody else may be inserting it at the same time; whoever is first numbers it.
    batch.execute(
        "INSERT INTO varve_hub (hub, name, management_lane) VALUES (?,?,?) ON CONFLICT DO NOTHING",
        batch.newId(),
        name,
        batch.newId());
    return Objects.requireNonNull(read(batch.statements(), name));
  }

  static @Nullable HubKey read(Statements connection, String name) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT hub, management_lane FROM varve_hub WHERE name=?");
    select.setString(1, name);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new HubKey(row.getLong(1), name, row.getLong(2)) : null;
    }
  }
}
