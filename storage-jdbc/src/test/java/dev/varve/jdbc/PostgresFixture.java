package dev.varve.jdbc;

import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.storage.StorageFixture;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/** A store in a database of its own, for every suite that is bound to it. */
final class PostgresFixture implements StorageFixture {
  private static final Duration LONG_LEASE = Duration.ofHours(10_000);

  private final TestSchema schema = TestSchema.create();

  /** Leases do not run out while a test moves the clock; {@link #crash} lets them. */
  @Override
  public Storage open(InstantSource clock) {
    return PostgresStorage.builder(schema.source()).clock(clock).shortLease(LONG_LEASE).open();
  }

  @Override
  public void crash(WorkerSession session) {
    JdbcSession crashed = (JdbcSession) session;
    crashed.abandonAsDead();
    // The lease is written like everything else; what follows comes after it.
    crashed.hub().database().await(new NothingOperation());
  }

  @Override
  public void close() {
    schema.drop();
  }

  private static final class NothingOperation extends WriteOperation<Boolean> {
    @Override
    Boolean apply(WriteBatch batch) throws SQLException {
      return true;
    }
  }
}
