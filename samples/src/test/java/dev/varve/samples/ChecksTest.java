package dev.varve.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private final Checks checks =
      new Checks("Life", new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));

  @Test
  void checks_that_hold_are_counted_and_shown() {
    checks.run(() -> {
      checks.step("lock");
      checks.see("exit 0", "exit 0");
    });

    assertThat(checks.allHold()).isTrue();
    assertThat(checks.table()).isEqualTo("\nLife  expected  seen\nlock  exit 0    the same\n");
    assertThat(checks.conclusion()).isEqualTo("Life: all 1 checks hold\n");
  }

  @Test
  void a_step_that_shows_something_else_is_named_and_the_run_fails() {
    checks.run(() -> {
      checks.step("lock");
      checks.see("exit 3", "exit 0");
      checks.step("bump");
      checks.see("exit 0", "exit 0");
    });

    assertThat(checks.allHold()).isFalse();
    assertThat(checks.table()).contains("lock  exit 3    BROKEN: exit 0\n");
    assertThat(checks.conclusion()).isEqualTo("FAILED: Life: lock\n");
  }

  @Test
  void a_step_that_cannot_be_run_is_named_and_the_run_fails() {
    checks.run(() -> {
      checks.step("build");
      throw new IllegalStateException("no compiler");
    });

    assertThat(checks.allHold()).isFalse();
    assertThat(checks.table()).contains("BROKEN: java.lang.IllegalStateException: no compiler");
    assertThat(checks.conclusion()).isEqualTo("FAILED: Life: build\n");
  }

  @Test
  void a_run_without_any_check_fails() {
    checks.run(() -> checks.step("lock"));

    assertThat(checks.allHold()).isFalse();
  }
}
