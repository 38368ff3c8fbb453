package dev.varve.samples.kills;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.ActivityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file with a line for each run of an activity. What is written survives the process, though not
 * the machine. Thread-safe.
 */
final class RunLog {
  private final FileChannel channel;

  RunLog(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void note(ActivityContext context) throws IOException {
    String line = context.idempotencyKey() + "\t" + context.attempt() + "\n";
    channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
  }

  /**
   * What a log holds.
   *
   * @param runs how often an activity ran
   * @param calls how many different calls those were, attempts of one call counted once
   * @param repeats how often a run repeated an earlier one of the same attempt
   */
  record Counts(long runs, long calls, long repeats) {}

  static Counts count(Path file) {
    Set<String> attempts = new HashSet<>();
    Set<String> calls = new HashSet<>();
    try (Stream<String> lines = Files.lines(file)) {
      long runs =
          lines
              .peek(attempts::add)
              .peek(line -> calls.add(line.substring(0, line.lastIndexOf('\t'))))
              .mapToLong(line -> 1)
              .sum();
      return new Counts(runs, calls.size(), runs - attempts.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
