package dev.varve.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A figure over all runs.
 *
 * @param workload a workload's id, or {@code limit}
 * @param durability what an acknowledged step survives
 * @param sizes how much was measured, after how much warm-up
 */
record Row(
    String workload,
    String engine,
    String metric,
    String unit,
    double median,
    double min,
    double max,
    int runs,
    String durability,
    String sizes) {

  private record Key(String workload, Subject subject, String metric) {}

  /** Rows in the order in which their figures came first. */
  static List<Row> of(List<Figure> figures) {
    Map<Key, List<Figure>> groups = new LinkedHashMap<>();
    for (Figure figure : figures) {
      Key key = new Key(figure.workload(), figure.subject(), figure.metric());
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(figure);
    }
    return groups.values().stream().map(Row::over).toList();
  }

  private static Row over(List<Figure> runs) {
    Figure first = runs.getFirst();
    Statistics values = Statistics.of(runs.stream().mapToDouble(Figure::value).toArray());
    return new Row(
        first.workload(),
        first.subject().id(),
        first.metric(),
        first.unit(),
        values.median(),
        values.min(),
        values.max(),
        runs.size(),
        first.subject().durability(),
        first.sizes());
  }
}
