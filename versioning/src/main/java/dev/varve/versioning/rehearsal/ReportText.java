package dev.varve.versioning.rehearsal;

import dev.varve.versioning.rehearsal.RehearsalReport.OfFunction;
import java.util.Locale;

/** A report for people. */
final class ReportText {
  private static final int SHOWN = 20;

  private ReportText() {}

  static String of(RehearsalReport report) {
    StringBuilder text = new StringBuilder();
    line(text, "Rehearsal on %s: %s", report.source(), verdict(report));
    report
        .sample()
        .ifPresent(most -> line(text, "A sample: the oldest %,d of each function.", most));
    if (report.total() > 0) {
      text.append('\n');
      line(text, "%-40s %10s %12s %12s", "orchestrator", "fit", "would break", "cannot tell");
      for (OfFunction function : report.functions()) {
        line(
            text,
            "%-40s %,10d %,12d %,12d",
            function.function(),
            function.fits(),
            function.wouldBreak(),
            function.cannotTell());
      }
    }
    report.findings().stream().limit(SHOWN).forEach(finding -> add(text, finding));
    long more =
        report.wouldBreak() + report.cannotTell() - Math.min(SHOWN, report.findings().size());
    if (more > 0) {
      line(text, "%n... and %,d more", more);
    }
    return text.toString();
  }

  private static String verdict(RehearsalReport report) {
    if (report.total() == 0) {
      return "nothing is in flight";
    }
    if (report.exitCode() == RehearsalReport.EXIT_FITS) {
      return String.format(Locale.ROOT, "all %,d instances fit", report.total());
    }
    return String.format(
        Locale.ROOT,
        "of %,d instances %,d would break, and of %,d it cannot be told",
        report.total(),
        report.wouldBreak(),
        report.cannotTell());
  }

  private static void add(StringBuilder text, Finding finding) {
    line(
        text,
        "%n%s %s (%s): %s",
        finding.function(),
        finding.instanceId(),
        finding.status().name().toLowerCase(Locale.ROOT),
        finding.verdict().outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    line(text, "%s", finding.verdict().explanation().indent(2).stripTrailing());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
