package dev.varve.versioning.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionName;
import dev.varve.versioning.status.GateResult.Outcome;
import dev.varve.versioning.status.StatusReport.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S5: what the gate makes of readings, in a time of its own. */
final class GateTest {
  private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

  private final Steps pace = new Steps();

  /** Passes at once, and remembers how long it would have been. */
  private static final class Steps implements Pace {
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void pause(Duration time) {
      pauses.add(time);
      nanos += time.toNanos();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // readings in order, clean ones in a row asked for -> outcome, readings taken, seconds waited
    "i, 1, IDLE, 1, 0",
    "bi, 1, IDLE, 2, 10",
    "ii, 2, IDLE, 2, 10",
    "ibii, 2, IDLE, 4, 30",
    "ibibiii, 3, IDLE, 7, 60",
    "b, 1, TIMED_OUT, 8, 65",
    "ib, 2, TIMED_OUT, 8, 65",
  })
  void S5_the_gate_opens_after_clean_readings_in_a_row_or_gives_up_when_time_is_up(
      String readings, int clean, Outcome outcome, int taken, int seconds) throws Exception {
    GateResult result =
        Gate.of(readings(readings))
            .every(Duration.ofSeconds(10))
            .within(Duration.ofSeconds(65))
            .clean(clean)
            .pace(pace)
            .await();

    assertThat(result.outcome()).isEqualTo(outcome);
    assertThat(result.readings()).isEqualTo(taken);
    assertThat(result.waited()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void S5_exit_codes_are_0_idle_3_busy_on_one_reading_and_4_timed_out() throws Exception {
    Gate idle = Gate.of(readings("i")).within(Duration.ZERO).pace(pace);
    Gate busy = Gate.of(readings("b")).within(Duration.ZERO).pace(pace);

    assertThat(idle.once().exitCode()).isEqualTo(0);
    assertThat(idle.await().exitCode()).isEqualTo(0);
    assertThat(busy.once().exitCode()).isEqualTo(3);
    assertThat(busy.await().exitCode()).isEqualTo(4);
    assertThat(pace.pauses).isEmpty();
  }

  @Test
  void S5_the_result_lists_the_blockers_with_their_ages() {
    GateResult result = Gate.of(readings("b")).once();

    assertThat(result.toText())
        .isEqualTo(
            """
            slot production, hub orders, version 1.4.2: 2 in flight (2 running)
              Order_v1 order-17: running for 2 h 5 min
              Clock_v1 clock: running for 3 d 0 h, continues as new
              Those that continue as new may never end: let their code stop where it would \
            continue, terminate them, or exempt their function.
            Closed: something is in flight, after 1 reading in 0 s.
            """);
    assertThat(result.toJson())
        .startsWith("{\n  \"HasRunning\" : true,")
        .contains("\"ageSeconds\" : 7500")
        .contains("\"exitCode\" : 3");
  }

  @Test
  void a_report_is_read_as_it_was_written() {
    for (StatusReport report : List.of(report(true), report(false))) {
      assertThat(StatusReport.parse(report.toJson())).isEqualTo(report);
    }
    assertThatThrownBy(() -> StatusReport.parse("{}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            StatusReport.parse(report(true).toJson().replace("\"RUNNING\" : 2", "\"RUNNING\" : 0")))
        .hasMessageContaining("HasRunning");
  }

  @Test
  void every_reading_is_handed_on_as_it_is_made() throws Exception {
    List<Boolean> seen = new ArrayList<>();
    Gate.of(readings("bbi")).pace(pace).reporting(report -> seen.add(report.hasRunning())).await();
    assertThat(seen).containsExactly(true, true, false);
  }

  @Test
  void settings_out_of_range_are_refused() {
    Gate gate = Gate.of(readings("i"));
    assertThatThrownBy(() -> gate.every(Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> gate.within(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
    assertThatThrownBy(() -> gate.clean(0)).hasMessageContaining("0 clean readings");
  }

  /** Reads these in order, the last one for ever. */
  private static Supplier<StatusReport> readings(String letters) {
    int[] next = {0};
    return () -> report(letters.charAt(Math.min(next[0]++, letters.length() - 1)) == 'b');
  }

  private static StatusReport report(boolean busy) {
    List<Blocker> blockers =
        List.of(
            blocker("Order_v1", "order-17", Duration.ofMinutes(125), false),
            blocker("Clock_v1", "clock", Duration.ofDays(3), true));
    return new StatusReport(
        new Subject("orders", Optional.of("production"), Set.of("1.4.2")),
        AT,
        busy ? Map.of(ActiveStatus.RUNNING, 2L) : Map.of(),
        EnumSet.allOf(ActiveStatus.class),
        0,
        busy ? blockers : List.of());
  }

  private static Blocker blocker(String function, String id, Duration age, boolean eternal) {
    return new Blocker(
        id, FunctionName.parse(function), ActiveStatus.RUNNING, AT.minus(age), age, eternal);
  }
}
