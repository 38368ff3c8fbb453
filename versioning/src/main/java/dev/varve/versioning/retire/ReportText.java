package dev.varve.versioning.retire;

import dev.varve.versioning.retire.RetireReport.OfVersion;
import dev.varve.versioning.retire.Verdict.BlockedBy;
import dev.varve.versioning.retire.Verdict.Blocker;
import dev.varve.versioning.retire.Verdict.CannotTell;
import dev.varve.versioning.retire.Verdict.NotYet;
import dev.varve.versioning.retire.Verdict.Safe;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A report for people. */
final class ReportText {
  private static final int SHOWN = 20;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String of(RetireReport report) {
    ReportText written = new ReportText();
    written.line("Retire report on hub %s, %s", report.hub(), report.at());
    report.versions().forEach(written::version);
    return written.text.toString();
  }

  private void version(OfVersion row) {
    line("%n%s: %s", row.function(), words(row.verdict()));
    line("  in flight %,d%s", row.inFlight().total(), parts(row.inFlight()));
    row.oldest().ifPresent(oldest -> line("  oldest created %s", oldest));
    row.nextWakeUp().ifPresent(next -> line("  next due by itself %s", next));
    if (row.ended() > 0) {
      line("  ended %,d", row.ended());
    }
    line("  served by %s", row.servedBy().isEmpty() ? "nobody" : shortened(row.servedBy()));
    switch (row.verdict()) {
      case Safe safe -> {}
      case NotYet notYet -> notYet.left().forEach(this::left);
      case BlockedBy blocked -> {
        blocked.by().forEach(this::blocker);
        blocked.left().forEach(this::left);
      }
      case CannotTell unknown -> line("  - %s", unknown.why());
    }
  }

  private static String parts(InFlight inFlight) {
    StringJoiner parts = new StringJoiner(", ", ": ", "").setEmptyValue("");
    add(parts, "running", inFlight.running());
    add(parts, "waiting", inFlight.waiting());
    add(parts, "scheduled", inFlight.scheduled());
    add(parts, "suspended", inFlight.suspended());
    add(parts, "parked", inFlight.parked());
    return parts.toString();
  }

  private static void add(StringJoiner parts, String state, long count) {
    if (count > 0) {
      parts.add(String.format(Locale.ROOT, "%s %,d", state, count));
    }
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case Safe safe -> "safe to remove";
      case NotYet notYet -> "not yet, since " + notYet.since();
      case BlockedBy blocked -> "blocked";
      case CannotTell unknown -> "cannot tell";
    };
  }

  private void blocker(Blocker blocker) {
    line("  - %s: %s", blocker.what(), blocker.todo());
  }

  private void left(String what) {
    line("  - %s: wait", what);
  }

  private static String shortened(List<String> workers) {
    String shown = String.join(", ", workers.subList(0, Math.min(SHOWN, workers.size())));
    return workers.size() > SHOWN ? shown + " and " + (workers.size() - SHOWN) + " more" : shown;
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
