package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.benchmarks.Target.Outcome;
import dev.varve.benchmarks.Target.Outcome.Judged;
import dev.varve.benchmarks.Target.Outcome.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static final Row COMMIT = row("limit", "limit-sqlite", "one commit p50", 0.2);

  @Test
  void a_ratio_is_made_of_two_figures_of_the_run() {
    assertThat(judge(COMMIT, row("W1", "varve-sqlite", "p50", 0.8)))
        .singleElement()
        .isInstanceOfSatisfying(
            Judged.class,
            judged -> {
              assertThat(judged.value()).isEqualTo(4);
              assertThat(judged.met()).isTrue();
            });
    assertThat(judge(COMMIT, row("W1", "varve-sqlite", "p50", 1.1)))
        .singleElement()
        .isInstanceOfSatisfying(Judged.class, judged -> assertThat(judged.met()).isFalse());
  }

  @Test
  void a_ratio_whose_other_side_is_missing_is_refused() {
    assertThat(judge(row("W1", "varve-sqlite", "p50", 0.8)))
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.reason())
                    .isEqualTo(
                        "limit one commit p50 of limit-sqlite was not measured in the same run"));
  }

  @Test
  void what_was_not_measured_is_not_judged() {
    assertThat(judge(COMMIT)).isEmpty();
  }

  @Test
  void rates_must_reach_their_bar() {
    assertThat(judge(row("W2", "varve-memory", "orchestrations", 9_999)))
        .singleElement()
        .isInstanceOfSatisfying(Judged.class, judged -> assertThat(judged.met()).isFalse());
    assertThat(judge(row("W2", "varve-memory", "orchestrations", 10_000)))
        .singleElement()
        .isInstanceOfSatisfying(Judged.class, judged -> assertThat(judged.met()).isTrue());
  }

  @Test
  void slow_chains_are_judged_by_the_rate_of_the_same_run_but_never_by_less_than_200_ms() {
    assertThat(concurrency(1_000, 2_000, 1_000)).isEqualTo(2);
    assertThat(concurrency(100, 2_000, 300)).isEqualTo(1.5);
  }

  @Test
  void slow_chains_without_a_rate_are_refused() {
    assertThat(
            judge(
                row("W8", "varve-memory", "wall time", 900),
                row("W8", "varve-memory", "instances", 5_000)))
        .singleElement()
        .isInstanceOf(Refused.class);
  }

  private static double concurrency(double instances, double rate, double milliseconds) {
    return judge(
            row("W8", "varve-memory", "wall time", milliseconds),
            row("W8", "varve-memory", "instances", instances),
            row("W2", "varve-memory", "orchestrations", rate))
        .stream()
        .map(Judged.class::cast)
        .filter(judged -> judged.target().side().workload().equals("W8"))
        .mapToDouble(Judged::value)
        .sum();
  }

  private static List<Outcome> judge(Row... rows) {
    return Target.judge(Targets.ALL, new Report("run-1", Map.of(), List.of(rows), List.of()));
  }

  static Row row(String workload, String engine, String metric, double value) {
    return new Row(workload, engine, metric, "unit", value, value, value, 1, "fsync", "some");
  }
}
