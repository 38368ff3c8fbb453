package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationContext;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.HubStore;
import dev.varve.testing.replay.RehearsalAssert;
import dev.varve.versioning.export.HubExport;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.RehearsalReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code on the page docs/rehearsal.md. */
class RehearsalPageTest {
  @TempDir Path directory;

  private static VarveBuilder newBuild() {
    return Varve.builder()
        .orchestrator("Order_v1", String.class, RehearsalPageTest::order)
        .activity("Charge_v1", String.class, card -> "charged " + card);
  }

  private static String order(OrchestrationContext context, String card) {
    String charged = context.callActivity("Charge", card, String.class).await();
    context.waitForExternalEvent("Packed", Duration.ofDays(30)).await();
    return charged;
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @BeforeEach
  void an_order_is_in_flight() {
    try (SqliteStorage storage = SqliteStorage.at(file("orders.db"));
        Varve varve =
            Varve.builder()
                .sharedStorage(storage)
                .hub("orders")
                .orchestrator("Order_v1", String.class, RehearsalPageTest::order)
                .activity("Charge_v1", String.class, card -> "charged " + card)
                .start()) {
      String id = varve.client().scheduleNewOrchestrationInstance("Order", "4711");
      Await.until(
          "the order is charged",
          Duration.ofSeconds(30),
          () -> storage.hub("orders").instance(id).orElseThrow().lastSequence() >= 2);
    }
  }

  @Test
  void a_build_is_rehearsed_on_the_store() {
    assertThat(rehearse(file("orders.db"))).isZero();
  }

  private static int rehearse(Path file) {
    // snippet:rehearsal-store
    try (SqliteStorage storage = SqliteStorage.forReading(file)) {
      RehearsalReport report = Rehearsal.of(newBuild()).on(storage.hub("orders"));
      System.out.print(report.toText());
      return report.exitCode();
    }
    // end
  }

  @Test
  void a_build_is_rehearsed_on_an_export() {
    try (SqliteStorage storage = SqliteStorage.forReading(file("orders.db"))) {
      HubStore hub = storage.hub("orders");
      Path file = file("orders.jsonl.gz");
      // snippet:rehearsal-export
      HubExport.of(hub).writeTo(file);
      // end
      // snippet:rehearsal-assert
      RehearsalAssert.assertThatBuild(newBuild()).fitsAllOf(file);
      // end
      assertThat(Rehearsal.of(newBuild()).on(file).total()).isEqualTo(1);
    }
  }
}
