package dev.varve.versioning.status;

import dev.varve.Names;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** A status report for people. */
final class StatusText {
  private StatusText() {}

  static String of(StatusReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s: %s",
        subject(report.subject()),
        report.hasRunning() ? report.inFlight() + " in flight (" + counts(report) + ")" : "idle");
    if (report.exempted() > 0) {
      line(text, "  exempt and not counted: %d", report.exempted());
    }
    report.blockers().forEach(blocker -> add(text, blocker));
    if (report.unlisted() > 0) {
      line(text, "  and %d more", report.unlisted());
    }
    if (report.blockers().stream().anyMatch(Blocker::eternal)) {
      line(
          text,
          "  Those that continue as new may never end: let their code stop where it would continue,"
              + " terminate them, or exempt their function.");
    }
    return text.toString();
  }

  private static String subject(StatusReport.Subject subject) {
    return subject.slot().map(slot -> "slot " + Names.printable(slot) + ", ").orElse("")
        + "hub "
        + subject.hub()
        + (subject.versions().isEmpty()
            ? ""
            : ", version " + Names.printable(String.join(" and ", subject.versions())));
  }

  private static String counts(StatusReport report) {
    return report.counts().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static void add(StringBuilder text, Blocker blocker) {
    line(
        text,
        "  %s %s: %s for %s%s",
        blocker.function(),
        Names.printable(blocker.instanceId()),
        blocker.status().name().toLowerCase(Locale.ROOT),
        age(blocker.age()),
        blocker.eternal() ? ", continues as new" : "");
  }

  /** In the two largest units that fit, such as {@code 2 d 3 h}. */
  static String age(Duration age) {
    if (age.toDays() > 0) {
      return "%d d %d h".formatted(age.toDays(), age.toHoursPart());
    }
    if (age.toHours() > 0) {
      return "%d h %d min".formatted(age.toHours(), age.toMinutesPart());
    }
    if (age.toMinutes() > 0) {
      return "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart());
    }
    return age.toSeconds() + " s";
  }

  static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
