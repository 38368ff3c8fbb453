package dev.varve.jdbc;

import java.sql.SQLException;

/** Notes that a session was seen alive, and until when it counts as alive without being seen. */
final class RenewOperation extends WriteOperation<Boolean> {
  private final Liveness liveness;
  private final long session;

  RenewOperation(Liveness liveness, long session) {
    this.liveness = liveness;
    this.session = session;
  }

  @Override
  Boolean apply(WriteBatch batch) throws SQLException {
    if (!batch.isAlive(session)) {
      return false;
    }
    batch.add(Write.RENEW_SESSION, batch.now(), liveness.expires(batch.now()), session);
    return true;
  }
}
