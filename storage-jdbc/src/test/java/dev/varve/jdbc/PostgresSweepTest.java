package dev.varve.jdbc;

import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.faults.SingleFaultSweep;
import dev.varve.testing.faults.StoreUnderTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

class PostgresSweepTest extends SingleFaultSweep {
  private static final Duration LONG_LEASE = Duration.ofHours(10_000);

  /** Failing reads are the engine's matter, and are swept in memory. */
  @Override
  protected boolean fails(String method) {
    return SqliteSweepTest.WRITES.contains(method);
  }

  @Override
  protected StoreUnderTest store(InstantSource clock) {
    return new OneSchema(clock);
  }

  /** A store in the schema of all runs, one after the other; a crash gives nothing back. */
  private static final class OneSchema implements StoreUnderTest {
    private static final TestSchema SCHEMA = TestSchema.create();
    private final InstantSource clock;
    private PostgresStorage storage;

    OneSchema(InstantSource clock) {
      this.clock = clock;
      this.storage = open();
    }

    private PostgresStorage open() {
      return PostgresStorage.builder(SCHEMA.source()).clock(clock).shortLease(LONG_LEASE).open();
    }

    @Override
    public Storage storage() {
      return storage;
    }

    @Override
    public void crash(List<WorkerSession> sessions) {
      storage.close();
      storage = open();
    }

    @Override
    public void close() {
      storage.close();
      SCHEMA.empty();
    }
  }
}
