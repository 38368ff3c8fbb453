package dev.varve.samples.slots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo of slots, with real processes. */
class SlotsDemoTest {
  @TempDir Path directory;

  @Test
  @Timeout(120)
  void S7_S10_the_demo_swaps_when_idle_and_back_and_every_check_holds() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, true, UTF_8);

    boolean good = new SlotsDemo(directory, out).run(out);

    assertThat(good).as(text.toString(UTF_8)).isTrue();
    assertThat(text.toString(UTF_8)).contains("Slots: all ", "swap when idle");
  }
}
