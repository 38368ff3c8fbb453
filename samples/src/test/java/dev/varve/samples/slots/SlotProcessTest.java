package dev.varve.samples.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.StartOptions;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.samples.Await;
import dev.varve.samples.ChildJvm;
import dev.varve.storage.Storage;
import dev.varve.versioning.slots.AppBuild;
import dev.varve.versioning.slots.Deployment;
import dev.varve.versioning.slots.Slot;
import dev.varve.versioning.slots.SlotApp;
import dev.varve.versioning.slots.SlotFront;
import dev.varve.versioning.slots.Slots;
import dev.varve.versioning.slots.SwapOptions;
import dev.varve.versioning.slots.SwapResult;
import dev.varve.versioning.slots.SwapResult.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A swapping process that is killed for real, on a file of its own for each slot. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
@Timeout(60)
class SlotProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Storage control;
  private Slots slots;
  private SlotApp first;
  private SlotApp second;

  @BeforeEach
  void deploy() {
    control = SqliteStorage.at(directory.resolve("control.db"));
    slots = Slots.of(control.hub("control"), "shop", value -> SqliteStorage.at(Path.of(value)));
    first = app(Slot.PRODUCTION, "1.0");
    second = app(Slot.STAGING, "2.0");
  }

  private SlotApp app(Slot slot, String version) {
    Map<String, String> settings =
        Map.of(AppBuild.STORE_SETTING, directory.resolve(version + ".db").toString());
    Deployment deployment = slots.deploy(slot, AppBuild.of(version), settings, "ann", "");
    return SlotApp.start(
        slots,
        deployment.id(),
        builder ->
            builder.orchestrator(
                "Order", String.class, (context, input) -> "by " + deployment.id()));
  }

  @AfterEach
  void close() {
    second.close();
    first.close();
    control.close();
  }

  @ParameterizedTest
  @CsvSource({"1, before, 1.0", "1, behind, 1.0", "2, before, 1.0", "2, behind, 2.0"})
  void S8_a_swapping_process_that_is_killed_leaves_routing_wholly_old_or_wholly_new(
      int write, String side, String production) throws Exception {
    try (SlotFront front = SlotFront.open(slots, PATIENCE)) {
      assertThat(swap(write, side)).isEqualTo(137);

      assertThat(slots.in(Slot.PRODUCTION).orElseThrow().build().version()).isEqualTo(production);
      front.start("Order", "x", StartOptions.withId("after"));
      assertThat(
              front
                  .clientOf("after")
                  .orElseThrow()
                  .waitForInstanceCompletion("after", PATIENCE)
                  .outputAs(String.class))
          .isEqualTo(production.equals("1.0") ? "by d1" : "by d2");
      assertThat(swap(9, "before")).as("a swap behind it").isZero();
    }
  }

  @Test
  void S7_a_front_that_stands_still_keeps_a_swap_from_happening_and_goes_on_afterwards()
      throws Exception {
    SwapOptions options = SwapOptions.IF_IDLE.closedAtMost(Duration.ofSeconds(1));
    try (ChildJvm counter = ChildJvm.start(Counter.class, directory.toString())) {
      assertThat(counter.ask("order tea")).isEqualTo("tea");
      assertThat(counter.ask("result tea")).isEqualTo("by d1");
      counter.pause();
      SwapResult result = slots.swap(options, "ann", "");
      assertThat(result.outcome()).isEqualTo(Outcome.FRONTS_DID_NOT_ANSWER);
      assertThat(slots.in(Slot.PRODUCTION)).contains(first.deployment());

      counter.resume();
      Await.until(
          "the swap", PATIENCE, () -> swapped(options.closedAtMost(Duration.ofSeconds(10))));
      Await.until("an order", PATIENCE, () -> counter.ask("order milk").equals("milk"));
      assertThat(counter.ask("result milk")).isEqualTo("by d2");
      assertThat(counter.ask("order tea")).isEqualTo("tea");
      assertThat(counter.ask("result tea")).as("not started again").isEqualTo("by d1");
    }
  }

  @Test
  void S6_a_worker_process_does_not_start_once_another_build_took_its_place() throws Exception {
    assertThat(second.slot()).contains(Slot.STAGING);
    try (ChildJvm late = ChildJvm.start(ShopApp.class, directory.toString(), "d9", "1.0")) {
      assertThat(late.stop()).as("d9 is in no slot").isEqualTo(1);
    }
    second.close();
    SlotApp third = app(Slot.STAGING, "3.0");
    try (third) {
      assertThat(third.deployment().id()).isEqualTo("d3");
      try (ChildJvm late = ChildJvm.start(ShopApp.class, directory.toString(), "d2", "1.0")) {
        assertThat(late.stop()).as("d2 was replaced").isEqualTo(1);
      }
    }
  }

  private boolean swapped(SwapOptions options) {
    try {
      return slots.swap(options, "ann", "").outcome() == Outcome.SWAPPED;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int swap(int write, String side) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Swapper.class.getName(),
            directory.resolve("control.db").toString(),
            Integer.toString(write),
            side)
        .inheritIO()
        .start()
        .waitFor();
  }
}
