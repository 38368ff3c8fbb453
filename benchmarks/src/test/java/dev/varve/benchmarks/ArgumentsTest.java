package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {
  private static final Path DEFAULT = Path.of("data");

  @Test
  void
      without_options_latency_and_throughput_are_measured_three_times_on_all_but_peers_and_emulators() {
    Arguments arguments = parse();

    assertThat(arguments.workloads()).containsExactly(Workload.W1, Workload.W2);
    assertThat(arguments.subjects())
        .containsExactlyElementsOf(Subject.own())
        .contains(Subject.VARVE_POSTGRES, Subject.LIMIT_POSTGRES)
        .doesNotContain(Subject.DBOS, Subject.TEMPORAL, Subject.VARVE_AZURE, Subject.LIMIT_AZURE);
    assertThat(arguments.runs()).isEqualTo(3);
    assertThat(arguments.scale()).isEqualTo(1);
    assertThat(arguments.directory()).isEqualTo(DEFAULT);
    assertThat(arguments.json()).isEmpty();
    assertThat(arguments.plot()).isEmpty();
    assertThat(arguments.profile()).isEmpty();
  }

  @Test
  void options_are_taken() {
    Arguments arguments =
        parse(
            "--workload",
            "w4b, W2-shot",
            "--engine",
            "varve-sqlite,limit-disk",
            "--runs",
            "5",
            "--scale",
            "0.25",
            "--dir",
            "elsewhere",
            "--json",
            "a.json",
            "--plot",
            "a.svg",
            "--profile",
            "b.jfr");

    assertThat(arguments.workloads()).containsExactly(Workload.W4B, Workload.W2_SHOT);
    assertThat(arguments.subjects()).containsExactly(Subject.VARVE_SQLITE, Subject.LIMIT_DISK);
    assertThat(arguments.runs()).isEqualTo(5);
    assertThat(arguments.scale()).isEqualTo(0.25);
    assertThat(arguments.directory()).isEqualTo(Path.of("elsewhere"));
    assertThat(arguments.json()).contains(Path.of("a.json"));
    assertThat(arguments.plot()).contains(Path.of("a.svg"));
    assertThat(arguments.profile()).contains(Path.of("b.jfr"));
  }

  @Test
  void all_is_every_workload_and_one_named_twice_is_measured_once() {
    assertThat(parse("--workload", "all").workloads()).containsExactly(Workload.values());
    assertThat(parse("--workload", "W3,W3").workloads()).containsExactly(Workload.W3);
  }

  @Test
  void an_unknown_workload_is_named_with_the_choices() {
    assertThatThrownBy(() -> parse("--workload", "W1,W99"))
        .isInstanceOf(BadArgument.class)
        .hasMessage(
            "unknown workload 'W99'; choose from W1, W2, W2-shot, W3, W4, W4b, W5, W6, W7, W8, W9,"
                + " W10, W11");
  }

  @Test
  void an_unknown_engine_is_named_with_the_choices() {
    assertThatThrownBy(() -> parse("--engine", "oracle"))
        .isInstanceOf(BadArgument.class)
        .hasMessage(
            "unknown engine 'oracle'; choose from varve-memory, varve-sqlite, varve-postgres,"
                + " varve-azure, dbos, restate-run, restate-call, temporal, temporal-local,"
                + " limit-sqlite, limit-postgres, limit-disk, limit-azure");
  }

  @Test
  void an_unknown_option_is_named_with_the_choices() {
    assertThatThrownBy(() -> parse("--rnus", "3"))
        .isInstanceOf(BadArgument.class)
        .hasMessageContaining("'--rnus'")
        .hasMessageContaining("--runs");
  }

  @Test
  void an_option_without_its_value_is_refused() {
    assertThatThrownBy(() -> parse("--runs", "3", "--json"))
        .isInstanceOf(BadArgument.class)
        .hasMessage("option --json needs a value behind it");
  }

  @Test
  void numbers_out_of_range_and_words_for_numbers_are_refused() {
    for (String runs : List.of("0", "-1", "1001", "three", "1.5")) {
      assertThatThrownBy(() -> parse("--runs", runs))
          .isInstanceOf(BadArgument.class)
          .hasMessage("--runs is '" + runs + "'; give a whole number from 1 to 1000");
    }
    for (String scale : List.of("0", "-1", "101", "NaN", "half")) {
      assertThatThrownBy(() -> parse("--scale", scale))
          .isInstanceOf(BadArgument.class)
          .hasMessage("--scale is '" + scale + "'; give a number above 0 and at most 100");
    }
  }

  @Test
  void a_result_file_in_a_missing_directory_is_refused_before_measuring(@TempDir Path directory) {
    Path file = directory.resolve("missing").resolve("a.json");
    Arguments arguments =
        parse("--dir", directory.resolve("new").toString(), "--json", file.toString());

    assertThatThrownBy(arguments::prepare)
        .isInstanceOf(BadArgument.class)
        .hasMessage("--json is '" + file + "'; give a file in a directory that exists");
    assertThat(Files.isDirectory(directory.resolve("new"))).isTrue();
  }

  private static Arguments parse(String... words) {
    return Arguments.parse(List.of(words), DEFAULT);
  }
}
