package dev.varve.samples.fulfilment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir Path directory;

  @Test
  void the_demo_drains_the_old_version_through_a_kill_and_a_move() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    boolean good = new Demo(directory, 1, new PrintStream(printed, true, UTF_8)).run();

    assertThatAllIsWell(good, printed);
  }

  @Test
  void two_workers_on_azurite_do_the_same() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    boolean good = Demo.onAzurite(directory, new PrintStream(printed, true, UTF_8));

    assertThatAllIsWell(good, printed);
  }

  private static void assertThatAllIsWell(boolean good, ByteArrayOutputStream printed) {
    assertThat(printed.toString(UTF_8))
        .containsPattern("OrderFulfilment_v1 +12 +12 +v1 \\(\\d+ activities\\)\n")
        .containsPattern("OrderFulfilment_v2 +8 +8 +v2 \\(32 activities\\)\n")
        .contains("done before the kill, run again: 0.")
        .endsWith("It may be retired.\n");
    assertThat(good).isTrue();
  }
}
