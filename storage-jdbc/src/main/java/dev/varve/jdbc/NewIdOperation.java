package dev.varve.jdbc;

import java.sql.SQLException;

/** Takes an id that is never used again. */
final class NewIdOperation extends WriteOperation<Long> {
  @Override
  Long apply(WriteBatch batch) throws SQLException {
    return batch.newId();
  }
}
