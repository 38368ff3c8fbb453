package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.CurrentVersions;
import dev.varve.StartOptions;
import dev.varve.UnservedPolicy;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.versioning.CapabilityBoard;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the code on the page docs/capabilities.md. */
class CapabilitiesPageTest {
  @Test
  void the_board_shows_a_gap_and_a_start_waits_for_it_to_be_filled() {
    CurrentVersions versions = CurrentVersions.of(Map.of("Order", 2));
    try (InMemoryStorage storage = new InMemoryStorage();
        Varve varve =
            Varve.builder()
                .sharedStorage(storage)
                .hub("orders")
                .workerName("shop-7")
                .buildId("release-41")
                .currentVersions(versions)
                .orchestrator("Order_v1", String.class, (context, card) -> card)
                .activity("Charge_v1", String.class, card -> card)
                .start()) {
      assertThat(Printed.by(() -> print(storage, versions)))
          .contains("Hub orders: 1 live worker.")
          .contains("  shop-7, build release-41, since ")
          .containsPattern("Charge_v1 +activity +\\S+ +shop-7")
          .contains("Order_v2 (orchestrator, from code) is served by nobody; start a worker")
          .contains("Order_v2 is current and served by nobody");
      assertThat(Printed.by(() -> wait(varve.client())))
          .isEqualToIgnoringNewLines(
              "WAITING_FOR_VERSION(Order_v2): no live worker serves it; start one that does");
    }
  }

  private static void print(Storage storage, CurrentVersions versions) {
    // snippet:capabilities-board
    CapabilityBoard board = CapabilityBoard.of(storage.hub("orders"), versions);
    System.out.print(board.toText());
    for (CapabilityBoard.Gap gap : board.gaps()) {
      System.out.println(gap.function() + " is current and served by nobody");
    }
    // end
  }

  private static void wait(VarveClient client) {
    // snippet:capabilities-defer
    StartOptions patient = StartOptions.DEFAULT.withUnserved(UnservedPolicy.DEFER);
    String id = client.scheduleNewOrchestrationInstance("Order", "4711", patient);
    System.out.println(client.getInstanceMetadata(id).orElseThrow().conditionExplanation().get());
    // end
  }
}
