package dev.varve.jdbc;

import java.sql.SQLException;

/** Notes that a session was seen alive. Whether it is, its operating-system lock says. */
final class RenewOperation extends WriteOperation<Boolean> {
  private final long session;

  RenewOperation(long session) {
    this.session = session;
  }

  @Override
  Boolean apply(WriteBatch batch) throws SQLException {
    return batch.execute(
            "UPDATE session SET seen=? WHERE session=? AND alive=1", batch.now(), session)
        == 1;
  }
}
