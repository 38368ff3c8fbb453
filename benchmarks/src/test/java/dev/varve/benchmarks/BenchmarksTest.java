package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a whole, at sizes that say nothing about speed. */
class BenchmarksTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path directory;

  @Test
  void each_workload_gives_its_rows_on_memory_and_on_sqlite() throws Exception {
    Path json = directory.resolve("results.json");

    int exit =
        run(
            "--workload",
            "W1,W2,W2-shot,W3,W4,W4b,W7,W8",
            "--engine",
            "varve-memory,varve-sqlite,dbos,limit-sqlite,limit-postgres,limit-disk",
            "--runs",
            "2",
            "--scale",
            "0.001",
            "--dir",
            directory.resolve("data").toString(),
            "--json",
            json.toString());

    assertThat(exit).as(text(err)).isZero();
    JsonNode report = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(names(report, "varve-memory")).isEqualTo(names(report, "varve-sqlite"));
    assertThat(names(report, "varve-memory"))
        .containsExactly(
            "W1 p50",
            "W1 p99",
            "W2 orchestrations",
            "W2 activities",
            "W2-shot orchestrations",
            "W2-shot activities",
            "W3 fan-out and join",
            "W4 per activity",
            "W4b first 5",
            "W4b last 5",
            "W4b last/first",
            "W7 replay",
            "W8 wall time",
            "W8 most activities at once",
            "W8 instances");
    assertThat(names(report, "limit-sqlite")).contains("limit one commit p50", "limit commits");
    assertThat(names(report, "limit-disk"))
        .contains("limit one append p50", "limit lateness p99 by fsync");
    assertThat(names(report, "limit-postgres"))
        .contains("limit one commit p50", "limit commits of 16 clients");
    assertThat(report.get("facts").propertyNames()).contains("postgresql");
    assertThat(report.get("rows"))
        .allSatisfy(row -> {
          assertThat(row.get("runs").asInt()).isEqualTo(2);
          assertThat(row.get("min").asDouble()).isPositive();
          assertThat(row.get("max").asDouble())
              .isGreaterThanOrEqualTo(row.get("median").asDouble());
          assertThat(row.get("durability").asString()).isNotEmpty();
          assertThat(row.get("sizes").asString()).isNotEmpty();
        });
    assertThat(report.get("run").asString()).isNotEmpty();
    assertThat(report.get("facts").propertyNames()).contains("cores", "jdk", "scale");
    assertThat(text(out)).contains("| W4 | varve-sqlite | per activity | <= 2.50 x limit one");
    assertThat(text(out)).contains("Not measured: W1 on dbos: its libraries are not on the class");
    assertThat(directory.resolve("data")).isEmptyDirectory();
  }

  @Test
  void instances_of_a_killed_process_go_on() throws Exception {
    int exit =
        run(
            "--workload",
            "W6",
            "--engine",
            "varve-memory,varve-sqlite",
            "--runs",
            "1",
            "--scale",
            "0.002",
            "--dir",
            directory.toString());

    assertThat(exit).as(text(err)).isZero();
    assertThat(text(out))
        .contains("| W6 | varve-sqlite | all going on |")
        .contains("20 in flight, killed")
        .contains("Not measured: W6 on varve-memory");
  }

  @Test
  void each_workload_gives_its_rows_on_postgresql() throws Exception {
    Path json = directory.resolve("results.json");

    int exit =
        run(
            "--workload",
            "W1,W2,W4b,W7",
            "--engine",
            "varve-postgres",
            "--runs",
            "1",
            "--scale",
            "0.001",
            "--dir",
            directory.toString(),
            "--json",
            json.toString());

    assertThat(exit).as(text(err)).isZero();
    assertThat(names(JsonMapper.shared().readTree(Files.readString(json)), "varve-postgres"))
        .contains("W1 p50", "W2 orchestrations", "W4b last/first", "W7 replay");
  }

  @Test
  void the_first_workloads_and_the_limit_give_their_rows_on_an_emulator_of_azure()
      throws Exception {
    Path json = directory.resolve("results.json");

    int exit =
        run(
            "--workload",
            "W1,W2,W3,W4,W5",
            "--engine",
            "varve-azure,limit-azure",
            "--runs",
            "1",
            "--scale",
            "0.01",
            "--dir",
            directory.toString(),
            "--json",
            json.toString());

    assertThat(exit).as(text(err)).isZero();
    JsonNode report = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(names(report, "varve-azure"))
        .containsExactly(
            "W1 p50",
            "W1 p99",
            "W2 orchestrations",
            "W2 activities",
            "W3 fan-out and join",
            "W4 per activity");
    assertThat(names(report, "limit-azure"))
        .contains(
            "limit one batch p50", "limit batch of 32 clients", "limit queue take of 32 clients");
    assertThat(text(out))
        .contains("W5 on varve-azure: an emulator runs W1 to W4")
        .containsPattern(
            "W2 \\| varve-azure \\| orchestrations \\| >= 0.02\\d+ x limit batch of 32");
  }

  @Test
  void waiting_idling_and_listing_are_measured_on_sqlite() throws Exception {
    Path json = directory.resolve("results.json");

    int exit =
        run(
            "--workload",
            "W5,W9,W10,W11",
            "--engine",
            "varve-sqlite",
            "--runs",
            "1",
            "--scale",
            "0.001",
            "--dir",
            directory.toString(),
            "--json",
            json.toString());

    assertThat(exit).as(text(err)).isZero();
    assertThat(names(JsonMapper.shared().readTree(Files.readString(json)), "varve-sqlite"))
        .containsExactly(
            "W5 lateness p50",
            "W5 lateness p99",
            "W5 heap in use",
            "W5 ready before",
            "W10 store calls",
            "W10 processor",
            "W11 page p50",
            "W11 page p95",
            "W11 page p95, newest first",
            "W11 page p95, one version",
            "W11 page p95, one version and status",
            "W11 page p95, id prefix",
            "W11 page p95, second page of one version",
            "W11 counts p95");
    assertThat(text(out))
        .contains("1000 asleep, 30 due at 1,000/s, after 5, heap of 256 MiB")
        .contains("1000 finished, 100 asleep, 1 s")
        .contains("Not measured: W9 on varve-sqlite: it is one process at a time");
  }

  @Test
  void what_was_measured_is_drawn() throws Exception {
    Path plot = directory.resolve("plot.svg");

    int exit =
        run(
            "--workload",
            "W1",
            "--engine",
            "varve-memory",
            "--runs",
            "1",
            "--scale",
            "0.01",
            "--dir",
            directory.toString(),
            "--plot",
            plot.toString());

    assertThat(exit).as(text(err)).isZero();
    assertThat(Files.readString(plot)).contains("W1: one activity").contains("varve-memory");
  }

  @Test
  void a_profile_holds_the_measured_part() throws Exception {
    Path profile = directory.resolve("profile.jfr");

    int exit =
        run(
            "--workload",
            "W1",
            "--engine",
            "varve-memory",
            "--runs",
            "2",
            "--scale",
            "0.01",
            "--dir",
            directory.toString(),
            "--profile",
            profile.toString());

    assertThat(exit).as(text(err)).isZero();
    assertThat(jdk.jfr.consumer.RecordingFile.readAllEvents(profile)).isNotEmpty();
  }

  @Test
  void what_cannot_be_understood_ends_with_2_and_measures_nothing() throws Exception {
    assertThat(run("--engine", "oracle")).isEqualTo(2);

    assertThat(text(err)).startsWith("benchmarks: unknown engine 'oracle'; choose from");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void help_names_the_choices() throws Exception {
    assertThat(run("--help")).isZero();

    assertThat(text(out)).contains("--workload", "W2-shot", "varve-sqlite");
  }

  private int run(String... words) throws Exception {
    return Benchmarks.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static List<String> names(JsonNode report, String engine) {
    return report
        .get("rows")
        .valueStream()
        .filter(row -> row.get("engine").asString().equals(engine))
        .map(row -> row.get("workload").asString() + " " + row.get("metric").asString())
        .toList();
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
