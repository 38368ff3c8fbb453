package dev.varve.azure.internal.format;

import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryEvent;
import dev.varve.history.HistoryTurn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every kind of event, and whole histories, as every release has to read them. */
final class GoldenEvents {
  private static final Path GOLDEN =
      Path.of("..", "runtime-core", "src", "test", "resources", "golden", "v1");

  private static final Pattern TURN_LINE =
      Pattern.compile(
          "\\{\"sequence\":(\\d+),\"time\":\"([^\"]+)\",\"commitId\":(\\d+),\"ran\":(true|false),"
              + "\"turn\":(.*)\\}");

  private GoldenEvents() {}

  /** By file name. */
  static Map<String, HistoryEvent> events() {
    Map<String, HistoryEvent> events = new TreeMap<>();
    for (Path file : files(GOLDEN, ".json")) {
      if (!file.endsWith("FailureDetails.json")) {
        events.put(
            file.getFileName().toString(),
            HistoryCodec.decodeEvent(read(file).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return events;
  }

  /** By file name. */
  static Map<String, List<HistoryTurn>> histories() {
    Map<String, List<HistoryTurn>> histories = new TreeMap<>();
    for (Path file : files(GOLDEN.resolve("histories"), ".jsonl")) {
      histories.put(
          file.getFileName().toString(), read(file).lines().map(GoldenEvents::turn).toList());
    }
    return histories;
  }

  private static HistoryTurn turn(String line) {
    Matcher turn = TURN_LINE.matcher(line);
    if (!turn.matches()) {
      throw new AssertionError("no turn: " + line);
    }
    return HistoryCodec.decodeTurn(
        Long.parseLong(turn.group(1)),
        Instant.parse(turn.group(2)),
        Long.parseLong(turn.group(3)),
        Boolean.parseBoolean(turn.group(4)),
        turn.group(5).getBytes(StandardCharsets.UTF_8));
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
