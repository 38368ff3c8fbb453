package dev.varve.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Draws engines beside each other as SVG: for each of the workloads that all run, a row of bars on
 * a logarithmic scale with the median in figures and a line from the smallest to the greatest.
 */
final class Plot {
  /** One chart: what is drawn, and whether more of it is better. */
  private record Chart(String workload, String metric, String title) {}

  private static final List<Chart> CHARTS =
      List.of(
          new Chart(
              "W2", "orchestrations", "W2 sustained: chains of 10, per second (more is better)"),
          new Chart(
              "W2-shot", "orchestrations", "W2 as one shot of 500, per second (more is better)"),
          new Chart("W1", "p50", "W1: one activity, p50 in ms (less is better)"),
          new Chart("W3", "fan-out and join", "W3: 1,000 wide, ms (less is better)"),
          new Chart(
              "W4", "per activity", "W4: 1,000 in sequence, ms per activity (less is better)"));

  private static final int WIDTH = 760;
  private static final int LEFT = 130;
  private static final int BARS = 500;
  private static final int BAR = 18;
  private static final int STEP = 24;
  private static final int TITLE = 34;
  private static final int MARGIN = 16;

  private final StringBuilder body = new StringBuilder();
  private int y = MARGIN;

  private Plot() {}

  static void write(Report report, Path file) {
    try {
      Files.writeString(file, of(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(Report report) {
    Plot plot = new Plot();
    for (Chart chart : CHARTS) {
      List<Row> rows =
          report.rows().stream()
              .filter(row ->
                  row.workload().equals(chart.workload()) && row.metric().equals(chart.metric()))
              .toList();
      if (!rows.isEmpty()) {
        plot.chart(chart, rows);
      }
    }
    plot.text(
        MARGIN,
        plot.y + 12,
        11,
        "#666",
        "Run " + report.run() + "; lines show the smallest and the greatest");
    return plot.document();
  }

  private void chart(Chart chart, List<Row> rows) {
    text(MARGIN, y + 16, 14, "#111", chart.title());
    y += TITLE;
    // A decade below the smallest, so that it still has a bar.
    double low = Math.log10(rows.stream().mapToDouble(Row::min).min().orElseThrow()) - 0.5;
    double high = Math.log10(rows.stream().mapToDouble(Row::max).max().orElseThrow());
    for (Row row : rows) {
      bar(row, low, high);
    }
    y += MARGIN;
  }

  private void bar(Row row, double low, double high) {
    double median = place(row.median(), low, high);
    String color = row.engine().startsWith("varve-") ? "#2a6fbb" : "#9a9a9a";
    text(MARGIN, y + 13, 12, "#111", row.engine());
    element(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        LEFT, y, median, BAR, color);
    double from = LEFT + place(row.min(), low, high);
    double to = LEFT + place(row.max(), low, high);
    int middle = y + BAR / 2;
    element("<path d=\"M%.1f %d H%.1f\" stroke=\"#111\"/>", from, middle, to);
    text((int) Math.max(to, LEFT + median) + 6, y + 13, 12, "#111", Markdown.number(row.median()));
    y += STEP;
  }

  private static double place(double value, double low, double high) {
    return BARS * (Math.log10(value) - low) / Math.max(high - low, 0.5);
  }

  private void text(int x, int baseline, int size, String color, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    element(
        "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\">%s</text>",
        x, baseline, size, color, escaped);
  }

  private void element(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private String document() {
    int height = y + 2 * MARGIN;
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n%s</svg>%n",
        WIDTH,
        height,
        body);
  }
}
