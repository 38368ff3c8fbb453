package dev.varve.jdbc;

import java.sql.SQLException;

/**
 * Ends a session and gives up all it owns. Which of its instances have open local activities only
 * its worker knew, so each of them is due.
 */
final class CloseSessionOperation extends WriteOperation<Boolean> {
  private final JdbcSession session;

  CloseSessionOperation(JdbcSession session) {
    this.session = session;
  }

  @Override
  boolean alone(Dialect dialect) {
    return dialect.hasSeveralWriters();
  }

  @Override
  Boolean apply(WriteBatch batch) throws SQLException {
    if (!session.isAlive(batch)) {
      return false;
    }
    batch.execute("UPDATE varve_session SET alive=0 WHERE session=?", session.id());
    batch.ended(session.id());
    RecoverOperation.recover(batch, session.hub().key(), session.id(), Integer.MAX_VALUE, false);
    RecoverOperation.forget(batch, session.id());
    return true;
  }

  @Override
  void committed() {
    session.hub().wakeSessions();
  }
}
