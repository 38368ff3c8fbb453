package dev.varve.benchmarks;

import dev.varve.benchmarks.Target.Base;
import dev.varve.benchmarks.Target.Outcome;
import java.util.List;
import java.util.Locale;

/** Shows a report to people. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  private Markdown() {}

  static String of(Report report, List<Target> targets) {
    Markdown markdown = new Markdown();
    markdown.facts(report);
    markdown.rows(report);
    markdown.targets(Target.judge(targets, report));
    report.skipped().forEach(skipped -> markdown.line("\nNot measured: " + skipped + "."));
    return markdown.text.toString();
  }

  private void facts(Report report) {
    line("Run " + report.run() + "\n");
    report.facts().forEach((name, value) -> line("- " + name + ": " + value));
  }

  private void rows(Report report) {
    line("");
    cells("workload", "engine", "metric", "median", "min", "max", "unit", "runs", "sizes");
    line("|---|---|---|---:|---:|---:|---|---:|---|");
    for (Row row : report.rows()) {
      cells(
          row.workload(),
          row.engine(),
          row.metric(),
          number(row.median()),
          number(row.min()),
          number(row.max()),
          row.unit(),
          String.valueOf(row.runs()),
          row.sizes());
    }
    line("");
    report.rows().stream()
        .map(row -> "- " + row.engine() + " keeps what it answers by: " + row.durability())
        .distinct()
        .forEach(this::line);
  }

  private void targets(List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    line("");
    cells("workload", "engine", "metric", "target", "measured", "met");
    line("|---|---|---|---|---:|---|");
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Judged judged ->
            target(judged.target(), number(judged.value()), judged.met() ? "yes" : "no");
        case Outcome.Refused refused -> target(refused.target(), "not compared", refused.reason());
      }
    }
  }

  private void target(Target target, String measured, String met) {
    Target.Side side = target.side();
    cells(side.workload(), side.engine(), side.metric(), bar(target), measured, met);
  }

  private static String bar(Target target) {
    String bar = (target.atMost() ? "<= " : ">= ") + number(target.bar());
    return switch (target.base()) {
      case Base.Unit unit -> bar;
      case Base.Other other -> bar + " x " + other.side();
      case Base.ChainsAtRate chains -> bar + " x max(200 ms, instances / " + chains.rate() + ")";
    };
  }

  /** Three digits that mean something, and no more than are needed. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  private void cells(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
