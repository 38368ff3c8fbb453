package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.versioning.lock.LockCheck;
import dev.varve.versioning.rehearsal.RehearsalReport;
import dev.varve.versioning.status.GateResult;
import dev.varve.versioning.status.StatusReport;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void the_checks_of_the_libraries_end_with_the_codes_of_the_table() {
    assertThat(RehearsalReport.EXIT_FITS).isEqualTo(ExitCode.DONE);
    assertThat(RehearsalReport.EXIT_WOULD_BREAK).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(RehearsalReport.EXIT_CANNOT_TELL).isEqualTo(ExitCode.CANNOT_TELL);
    assertThat(LockCheck.FITS).isEqualTo(ExitCode.DONE);
    assertThat(LockCheck.DIFFERS).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(StatusReport.EXIT_IDLE).isEqualTo(ExitCode.DONE);
    assertThat(StatusReport.EXIT_BUSY).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(GateResult.EXIT_TIMED_OUT).isEqualTo(ExitCode.CANNOT_TELL);
  }

  @Test
  void wrong_usage_is_what_was_typed_and_nothing_else() {
    IllegalArgumentException illegal = new IllegalArgumentException("a base name is empty");
    assertThat(ExitCode.of(illegal)).isEqualTo(ExitCode.FAILED);
    assertThatThrownBy(() ->
            WrongUsageException.typed(() -> {
              throw illegal;
            }))
        .hasMessage("a base name is empty")
        .satisfies(wrong -> assertThat(ExitCode.of(wrong)).isEqualTo(ExitCode.WRONG_USAGE));
  }
}
