package dev.varve.samples.fulfilment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.ActivityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The world outside the engine, as far as this demo needs one: a file in which every activity notes
 * that it ran, on the disk before the activity returns. Thread-safe.
 */
final class Journal {
  private static final long NANOS_OF_WORK = 30_000_000;

  private final Path file;

  Journal(Path file) {
    this.file = file;
  }

  /**
   * One run of an activity.
   *
   * @param code the name and version that the code itself says it has
   * @param task the number of the call within its order
   */
  record Entry(String order, String code, int task, int attempt, String idempotencyKey) {
    int version() {
      return Integer.parseInt(code.substring(code.lastIndexOf("_v") + 2));
    }

    private String line() {
      return String.join(
          "\t", order, code, Integer.toString(task), Integer.toString(attempt), idempotencyKey);
    }

    private static Entry parse(String line) {
      String[] parts = line.split("\t", -1);
      return new Entry(
          parts[0], parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), parts[4]);
    }
  }

  /** Notes a run, and takes as long as a call to another service may. */
  void note(ActivityContext context, String code) {
    append(
        new Entry(
            context.instanceId(),
            code,
            context.taskId(),
            context.attempt(),
            context.idempotencyKey()));
    LockSupport.parkNanos(NANOS_OF_WORK);
  }

  private void append(Entry entry) {
    // One write of one line, so that a kill leaves no half of one.
    ByteBuffer line = ByteBuffer.wrap((entry.line() + "\n").getBytes(UTF_8));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      channel.write(line);
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All runs up to now, in order. */
  List<Entry> entries() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Entry::parse).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
