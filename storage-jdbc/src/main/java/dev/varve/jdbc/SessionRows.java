package dev.varve.jdbc;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads rows of {@code session}. */
final class SessionRows {
  private SessionRows() {}

  /** All sessions of a hub that have a row. */
  static List<Long> ids(Statements connection, HubKey hub) throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT session FROM varve_session WHERE hub=? ORDER BY session");
    select.setLong(1, hub.hub());
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }

  /** The sessions of a hub that nobody has found dead so far. */
  static List<SessionRow> alive(Statements connection, HubKey hub, FunctionIds functions)
      throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT session, worker, build, formats, started, seen FROM varve_session"
                + " WHERE hub=? AND alive=1 ORDER BY session");
    select.setLong(1, hub.hub());
    List<SessionRow> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long id = row.getLong(1);
        SessionDescriptor descriptor =
            new SessionDescriptor(
                row.getString(2),
                functions(connection, id, FunctionKind.ORCHESTRATOR, functions),
                functions(connection, id, FunctionKind.ACTIVITY, functions),
                row.getString(3),
                formats(row.getString(4)));
        rows.add(
            new SessionRow(id, descriptor, Row.time(row.getLong(5)), Row.time(row.getLong(6))));
      }
    }
    return rows;
  }

  private static Set<FunctionName> functions(
      Statements connection, long session, FunctionKind kind, FunctionIds functions)
      throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT f.function FROM varve_session_function s JOIN varve_function f ON f.function = s.function"
                + " WHERE s.session=? AND f.kind=?");
    select.setLong(1, session);
    select.setInt(2, kind.ordinal());
    Set<FunctionName> names = new HashSet<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        names.add(functions.nameOf(connection, row.getLong(1)));
      }
    }
    return names;
  }

  private static Set<Integer> formats(String stored) {
    Set<Integer> formats = new HashSet<>();
    TextList.read(stored).forEach(format -> formats.add(Integer.valueOf(format)));
    return formats;
  }
}
