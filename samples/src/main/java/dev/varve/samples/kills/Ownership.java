package dev.varve.samples.kills;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** Looks behind the storage contract, into PostgreSQL's tables: which session holds what. */
record Ownership(Database database) {
  /** The sessions of a worker that nobody has found dead. */
  Set<Long> sessionsOf(String worker) {
    String sql = "SELECT session FROM varve_session WHERE worker=? AND alive=1";
    return query(
        sql,
        statement -> {
          statement.setString(1, worker);
          Set<Long> sessions = new TreeSet<>();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              sessions.add(row.getLong(1));
            }
          }
          return sessions;
        });
  }

  /** How many instances and queued activities are theirs. */
  long held(Set<Long> sessions) {
    return count("SELECT count(*) FROM varve_run WHERE session = ANY (?)", sessions)
        + count("SELECT count(*) FROM varve_activity WHERE session = ANY (?)", sessions);
  }

  /** How many of them are taken for alive. */
  long alive(Set<Long> sessions) {
    return count(
        "SELECT count(*) FROM varve_session WHERE alive=1 AND session = ANY (?)", sessions);
  }

  private long count(String sql, Set<Long> sessions) {
    return query(
        sql,
        statement -> {
          statement.setArray(
              1, statement.getConnection().createArrayOf("int8", sessions.toArray()));
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private interface Query<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  private <T> T query(String sql, Query<T> query) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      return query.run(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot look into the tables", e);
    }
  }
}
