package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
    assertThat(Statistics.of(9, 1, 5).median()).isEqualTo(5);
    assertThat(Statistics.of(9, 1, 5, 6).median()).isEqualTo(5.5);
    assertThat(Statistics.of(7).median()).isEqualTo(7);
  }

  @Test
  void percentiles_are_by_nearest_rank() {
    Statistics hundred = Statistics.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());

    assertThat(hundred.percentile(50)).isEqualTo(50);
    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(Statistics.of(3).percentile(1)).isEqualTo(3);
  }

  @Test
  void no_values_have_no_statistics() {
    assertThatThrownBy(Statistics::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_row_gathers_the_runs_of_one_metric() {
    List<Row> rows =
        Row.of(List.of(figure("p50", 3), figure("p99", 30), figure("p50", 1), figure("p50", 2)));

    assertThat(rows)
        .containsExactly(
            new Row(
                "W1", "varve-memory", "p50", "ms", 2, 1, 3, 3, "none (heap)", "200 in sequence"),
            new Row(
                "W1",
                "varve-memory",
                "p99",
                "ms",
                30,
                30,
                30,
                1,
                "none (heap)",
                "200 in sequence"));
  }

  private static Figure figure(String metric, double value) {
    return new Figure("W1", Subject.VARVE_MEMORY, metric, "ms", value, "200 in sequence");
  }
}
