package dev.varve.jdbc;

import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.faults.SingleFaultSweep;
import dev.varve.testing.faults.StoreUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

class SqliteSweepTest extends SingleFaultSweep {
  static final Set<String> WRITES =
      Set.of("start", "send", "fetch", "commit", "release", "complete", "openSession", "close");

  @TempDir(factory = RamDisk.class)
  Path directory;

  private int stores;

  /** Failing reads are the engine's matter, and are swept in memory. */
  @Override
  protected boolean fails(String method) {
    return WRITES.contains(method);
  }

  @Override
  protected StoreUnderTest store(InstantSource clock) {
    stores++;
    return new OneFile(directory, "sweep-" + stores + ".db", clock);
  }

  /**
   * Thousands of commits, each synchronised to a disk, take minutes; what is at stake here is not
   * whether they survive the loss of power.
   */
  static final class RamDisk implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "varve-sweep")
          : Files.createTempDirectory("varve-sweep");
    }
  }

  /** A store in a file of its own; a crash is a close that gives nothing back. */
  private static final class OneFile implements StoreUnderTest {
    private final Path file;
    private final InstantSource clock;
    private SqliteStorage storage;

    OneFile(Path directory, String name, InstantSource clock) {
      this.file = directory.resolve(name);
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
      String name = String.valueOf(file.getFileName());
      try (var files = Files.newDirectoryStream(file.getParent(), name + "*")) {
        for (Path left : files) {
          Files.delete(left);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
