package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void a_report_is_shown_with_its_machine_its_rows_and_its_targets() {
    Report report =
        new Report(
            "run-1",
            Map.of("cores", "2"),
            List.of(
                new Row(
                    "limit",
                    "limit-sqlite",
                    "one commit p50",
                    "ms",
                    0.2,
                    0.19,
                    0.25,
                    3,
                    "fsync per commit",
                    "2000 commits"),
                new Row("W1", "varve-sqlite", "p50", "ms", 0.8, 0.7, 12.34, 3, "fsync", "200"),
                new Row(
                    "W2",
                    "varve-memory",
                    "orchestrations",
                    "1/s",
                    9_000,
                    8_000,
                    12_345,
                    3,
                    "none",
                    "12000")),
            List.of("W6 on varve-memory: it keeps nothing to go on with"));

    assertThat(Markdown.of(report, Targets.ALL))
        .isEqualTo(
            """
            Run run-1

            - cores: 2

            | workload | engine | metric | median | min | max | unit | runs | sizes |
            |---|---|---|---:|---:|---:|---|---:|---|
            | limit | limit-sqlite | one commit p50 | 0.200 | 0.190 | 0.250 | ms | 3 | 2000 commits |
            | W1 | varve-sqlite | p50 | 0.800 | 0.700 | 12.3 | ms | 3 | 200 |
            | W2 | varve-memory | orchestrations | 9,000 | 8,000 | 12,345 | 1/s | 3 | 12000 |

            - limit-sqlite keeps what it answers by: fsync per commit
            - varve-sqlite keeps what it answers by: fsync
            - varve-memory keeps what it answers by: none

            | workload | engine | metric | target | measured | met |
            |---|---|---|---|---:|---|
            | W1 | varve-sqlite | p50 | <= 5.00 x limit one commit p50 of limit-sqlite | 4.00 | yes |
            | W2 | varve-memory | orchestrations | >= 10,000 | 9,000 | no |

            Not measured: W6 on varve-memory: it keeps nothing to go on with.
            """);
  }

  @Test
  void a_comparison_whose_sides_did_not_run_together_is_not_printed() {
    Report report =
        new Report(
            "run-1",
            Map.of(),
            List.of(TargetTest.row("W1", "varve-sqlite", "p50", 0.8)),
            List.of());

    assertThat(Markdown.of(report, Targets.ALL))
        .contains(
            "| not compared | limit one commit p50 of limit-sqlite was not measured in the same"
                + " run |")
        .doesNotContain("| yes |")
        .doesNotContain("| no |");
  }
}
