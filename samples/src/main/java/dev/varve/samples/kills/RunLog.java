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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file with a line for each run of an activity. What is written survives the process, though not
 * the machine. Thread-safe.
 */
final class RunLog {
  private final FileChannel channel;

  RunLog(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void note(ActivityContext context, int version) throws IOException {
    String line =
        String.join(
                "\t",
                context.idempotencyKey(),
                Integer.toString(context.attempt()),
                context.instanceId(),
                Integer.toString(version))
            + "\n";
    channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
  }

  /**
   * What a log holds.
   *
   * @param runs how often an activity ran
   * @param calls how many different calls those were, attempts of one call counted once
   * @param repeats how often a run repeated an earlier one of the same attempt
   * @param versions by instance, which versions of activities ran for it
   */
  record Counts(long runs, long calls, long repeats, Map<String, Set<Integer>> versions) {}

  static Counts count(Path file) {
    Set<String> attempts = new HashSet<>();
    Set<String> calls = new HashSet<>();
    Map<String, Set<Integer>> versions = new HashMap<>();
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      for (String line : lines) {
        List<String> fields = List.of(line.split("\t", -1));
        calls.add(fields.get(0));
        attempts.add(fields.get(0) + "\t" + fields.get(1));
        versions
            .computeIfAbsent(fields.get(2), instance -> new HashSet<>())
            .add(Integer.valueOf(fields.get(3)));
      }
      return new Counts(lines.size(), calls.size(), lines.size() - attempts.size(), versions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
