package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.history.InputEvent;
import dev.varve.jdbc.SqliteStorage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShopTest {
  /** Leaves a store with an order in flight behind, for a rehearsal. */
  @Test
  @Timeout(60)
  void an_order_ships_when_it_is_paid_and_waits_until_then() {
    try (Varve varve =
        Varve.builder()
            .storage(SqliteStorage.at(Path.of("target", "orders.db")))
            .register(new ShopFunctions())
            .start()) {
      VarveClient client = varve.client();
      client.scheduleNewOrchestrationInstance("Order_v1", "book", StartOptions.withId("paid"));
      client.scheduleNewOrchestrationInstance("Order_v1", "lamp", StartOptions.withId("open"));

      client.raiseEvent("paid", "Paid");
      var end = client.waitForInstanceCompletion("paid", Duration.ofSeconds(30));
      assertEquals("book shipped", end.outputAs(String.class));

      while (client
          .getHistory("open")
          .noneMatch(event -> event.event() instanceof InputEvent.TaskCompleted)) {
        Thread.onSpinWait();
      }
    }
  }
}
