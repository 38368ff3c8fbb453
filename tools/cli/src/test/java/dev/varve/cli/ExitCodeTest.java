package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.versioning.lock.LockCheck;
import dev.varve.versioning.rehearsal.RehearsalReport;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void the_checks_of_the_libraries_end_with_the_codes_of_the_table() {
    assertThat(RehearsalReport.EXIT_FITS).isEqualTo(ExitCode.DONE);
    assertThat(RehearsalReport.EXIT_WOULD_BREAK).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(RehearsalReport.EXIT_CANNOT_TELL).isEqualTo(ExitCode.CANNOT_TELL);
    assertThat(LockCheck.FITS).isEqualTo(ExitCode.DONE);
    assertThat(LockCheck.DIFFERS).isEqualTo(ExitCode.CHECK_FAILED);
  }
}
