package dev.varve.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Finds a hub by its name, or creates it. */
final class HubOperation extends WriteOperation<HubKey> {
  private final String name;

  HubOperation(String name) {
    this.name = name;
  }

  @Override
  HubKey apply(WriteBatch batch) throws SQLException {
    PreparedStatement select = batch.prepare("SELECT hub, management_lane FROM hub WHERE name=?");
    select.setString(1, name);
    try (ResultSet row = select.executeQuery()) {
      if (row.next()) {
        return new HubKey(row.getLong(1), name, row.getLong(2));
      }
    }
    HubKey key = new HubKey(batch.newId(), name, batch.newId());
    batch.execute(
        "INSERT INTO hub (hub, name, management_lane) VALUES (?,?,?)",
        key.hub(),
        name,
        key.managementLane());
    return key;
  }
}
