package dev.varve.benchmarks;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.nio.file.Path;

/**
 * Where one measurement takes place: a directory of its own, on one subject.
 *
 * @param directory empty, and removed afterwards
 * @param scale by what sizes are multiplied
 */
record Site(String workload, Subject subject, Path directory, double scale, Recorder recorder) {
  /** A size as scaled; at least 1. */
  int scaled(int size) {
    return (int) Math.max(1, Math.round(size * scale));
  }

  /** A fresh store, or the same file again. */
  Storage storage() {
    return subject == Subject.VARVE_MEMORY
        ? new InMemoryStorage()
        : SqliteStorage.at(directory.resolve("varve.db"));
  }

  Figure figure(String metric, String unit, double value, String sizes) {
    return new Figure(workload, subject, metric, unit, value, sizes);
  }
}
