package dev.varve.samples.kills;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** What lies in PostgreSQL's tables. */
record PostgresOwnership(Database database) implements Ownership {
  @Override
  public Set<Long> sessionsOf(String worker) {
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

  @Override
  public long held(Set<Long> sessions) {
    return count("SELECT count(*) FROM varve_run WHERE session = ANY (?)", sessions)
        + count("SELECT count(*) FROM varve_activity WHERE session = ANY (?)", sessions);
  }

  @Override
  public long alive(Set<Long> sessions) {
    return count(
        "SELECT count(*) FROM varve_session WHERE alive=1 AND session = ANY (?)", sessions);
  }

  @Override
  public String describe(Set<Long> sessions) {
    List<String> lines = new ArrayList<>();
    lines.add(held(sessions) + " held, " + alive(sessions) + " of " + sessions + " alive");
    String all =
        "SELECT session, worker, alive,"
            + " (expires - extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
            + " FROM varve_session ORDER BY session";
    lines.addAll(rows("session, worker, alive, lease left in us: ", all));
    String busy =
        "SELECT pid, state, wait_event_type, wait_event, pg_blocking_pids(pid), query"
            + " FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid()";
    lines.addAll(rows("pid, state, waits for, blocked by, query: ", busy));
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> rows(String title, String sql) {
    return query(
        sql,
        statement -> {
          List<String> lines = new ArrayList<>();
          try (ResultSet row = statement.executeQuery()) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
              StringJoiner line = new StringJoiner(" | ", title, "");
              for (int column = 1; column <= columns; column++) {
                line.add(row.getString(column));
              }
              lines.add(line.toString());
            }
          }
          return lines;
        });
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
