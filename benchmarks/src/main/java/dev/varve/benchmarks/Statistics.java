package dev.varve.benchmarks;

import java.util.Arrays;

/** Orders values and answers what lies where. Immutable. */
final class Statistics {
  private final double[] sorted;

  private Statistics(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * @throws IllegalArgumentException if there is no value
   */
  static Statistics of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("there are no values; give at least one");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Statistics(sorted);
  }

  /** The middle one, or the mean of the two in the middle. */
  double median() {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The smallest value that at least this share of all values does not exceed (nearest rank).
   *
   * @param percent above 0 and at most 100
   */
  double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(rank, 1) - 1];
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }
}
