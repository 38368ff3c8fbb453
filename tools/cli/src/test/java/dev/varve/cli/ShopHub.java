package dev.varve.cli;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.time.Duration;
import java.util.Map;

/** A hub in which orders of the shop run, wait and have ended. */
final class ShopHub {
  static final String NAME = "shop";

  private static final Duration SOON = Duration.ofSeconds(30);

  private ShopHub() {}

  /** A worker of the build; it closes the storage at its end. */
  static Varve worker(Storage storage, Build build) {
    return Varve.builder()
        .storage(storage)
        .hub(NAME)
        .workerName("shop-1")
        .buildId("41")
        .register(build.registrations())
        .start();
  }

  /** Runs a worker until tea is paid for and ended, and coffee and milk wait to be paid for. */
  static void fill(Storage storage, Build build) {
    HubStore hub = storage.hub(NAME);
    try (Varve worker = worker(storage, build)) {
      VarveClient client = worker.client();
      for (String item : new String[] {"tea", "coffee", "milk"}) {
        client.scheduleNewOrchestrationInstance(
            "Order_v1", item, StartOptions.withId("order-" + item).withTags(Map.of("item", item)));
      }
      client.raiseEvent("order-tea", "Paid", "card");
      client.waitForInstanceCompletion("order-tea", SOON);
      awaitCharged(hub, "order-coffee");
      awaitCharged(hub, "order-milk");
    }
  }

  /** Until the order waits for nothing but its payment: its charge is in history. */
  static void awaitCharged(HubStore hub, String id) {
    Await.until(
        id + " is charged",
        () ->
            hub.history(id, 0, 10).stream()
                .flatMap(turn -> turn.inputs().stream())
                .anyMatch(event -> event.getClass().getSimpleName().equals("TaskCompleted")));
  }

  static OrchestrationRuntimeStatus status(HubStore hub, String id) {
    return hub.instance(id).orElseThrow().status();
  }
}
