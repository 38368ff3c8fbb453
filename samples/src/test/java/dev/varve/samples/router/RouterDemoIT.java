package dev.varve.samples.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterDemoIT {
  @TempDir Path directory;

  @Test
  void R1_R2_R3_R4_R7_R8_R9_versions_run_side_by_side_and_the_old_one_drains_and_is_removed() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, UTF_8);

    boolean good = new RouterDemo(directory, out).run(out);

    assertThat(good).describedAs(printed.toString(UTF_8)).isTrue();
    assertThat(printed.toString(UTF_8)).endsWith(" checks hold\n");
  }
}
