package dev.varve.versioning;

import dev.varve.versioning.CapabilityBoard.Capability;
import dev.varve.versioning.CapabilityBoard.Gap;
import dev.varve.versioning.CapabilityBoard.Worker;
import java.util.Locale;
import java.util.stream.Collectors;

/** A capability board for people. */
final class BoardText {
  private BoardText() {}

  static String of(CapabilityBoard board) {
    StringBuilder text = new StringBuilder();
    int count = board.workers().size();
    line(text, "Hub %s: %d live %s.", board.hub(), count, count == 1 ? "worker" : "workers");
    for (Worker worker : board.workers()) {
      line(
          text,
          "  %s, build %s, since %s, seen %s, history formats %s",
          worker.name(),
          worker.build(),
          worker.startedAt(),
          worker.seenAt(),
          worker.historyFormats());
    }
    if (!board.functions().isEmpty()) {
      line(text, "%n%-40s %-12s %-27s %s", "function", "kind", "since", "served by");
    }
    for (Capability served : board.functions()) {
      line(
          text,
          "%-40s %-12s %-27s %s",
          served.function(),
          served.kind().word(),
          served.since(),
          served.workers().stream().map(Worker::name).collect(Collectors.joining(", ")));
    }
    for (Gap gap : board.gaps()) {
      line(
          text,
          "%nThe current version %s (%s, from %s) is served by nobody; start a worker that serves it,"
              + " or correct the source.",
          gap.function(),
          gap.kind().word(),
          gap.source());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
