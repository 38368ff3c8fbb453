package dev.varve.jdbc;

import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.storage.StorageFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;

/** A store in a file of its own, for every suite that is bound to it. */
final class SqliteFixture implements StorageFixture {
  private final Path directory = temporaryDirectory();

  @Override
  public Storage open(InstantSource clock) {
    return SqliteStorage.at(directory.resolve("store.db"), clock);
  }

  @Override
  public void crash(WorkerSession session) {
    ((JdbcSession) session).abandonAsDead();
  }

  @Override
  public void close() {
    remove(directory);
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("varve");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
