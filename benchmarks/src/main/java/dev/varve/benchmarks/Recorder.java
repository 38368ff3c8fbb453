package dev.varve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Profiles the measured parts, and nothing else, into one file. */
final class Recorder {
  private final Optional<Path> file;

  private Recorder(Optional<Path> file) {
    this.file = file;
  }

  /** Adds to a file, or records nothing. */
  static Recorder into(Optional<Path> file) {
    return new Recorder(file);
  }

  /** Runs a measured part. */
  <T> T measured(Callable<T> part) throws Exception {
    if (file.isEmpty()) {
      return part.call();
    }
    try (Recording recording = new Recording(profile())) {
      recording.start();
      T result = part.call();
      recording.stop();
      append(recording, file.get());
      return result;
    }
  }

  private static Configuration profile() throws IOException, ParseException {
    return Configuration.getConfiguration("profile");
  }

  /** A recording is a row of chunks that stand alone, so one file may hold several. */
  private static void append(Recording recording, Path target) throws IOException {
    Path part = Files.createTempFile("varve-benchmarks", ".jfr");
    try {
      recording.dump(part);
      try (var out =
          Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        Files.copy(part, out);
      }
    } finally {
      Files.delete(part);
    }
  }
}
