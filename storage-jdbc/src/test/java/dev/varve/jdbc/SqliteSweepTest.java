package dev.varve.jdbc;

import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.faults.SingleFaultSweep;
import dev.varve.testing.faults.StoreUnderTest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class SqliteSweepTest extends SingleFaultSweep {
  @TempDir Path directory;
  private int stores;

  @Override
  protected StoreUnderTest store(InstantSource clock) {
    stores++;
    return new OneFile(directory.resolve("sweep-" + stores + ".db"), clock);
  }

  /** A store in a file of its own; a crash is a close that gives nothing back. */
  private static final class OneFile implements StoreUnderTest {
    private final Path file;
    private final InstantSource clock;
    private SqliteStorage storage;

    OneFile(Path file, InstantSource clock) {
      this.file = file;
      this.clock = clock;
      this.storage = SqliteStorage.at(file, clock);
    }

    @Override
    public Storage storage() {
      return storage;
    }

    @Override
    public void crash(List<WorkerSession> sessions) {
      storage.close();
      storage = SqliteStorage.at(file, clock);
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}
