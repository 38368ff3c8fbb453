package dev.varve.cli;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** A hub in which orders of the shop run, wait and have ended. */
final class ShopHub {
  static final String NAME = "shop";

  private static final Duration SOON = Duration.ofSeconds(30);

  private ShopHub() {}

  /** A worker of the build; it closes the storage at its end. */
  static Varve worker(Storage storage, Build build) {
    return worker(storage, NAME, "41", build);
  }

  private static Varve worker(Storage storage, String hub, String id, Build build) {
    return Varve.builder()
        .storage(storage)
        .hub(hub)
        .workerName("shop-1")
        .buildId(id)
        .register(build.registrations())
        .start();
  }

  /**
   * A live worker of an edited build, on which an order of the released one has been parked.
   *
   * @param storage opens the store; each worker closes its own
   */
  static Varve parking(
      Supplier<Storage> storage, String hub, Build released, Build edited, String id) {
    Storage first = storage.get();
    try (Varve worker = worker(first, hub, "41", released)) {
      worker.client().scheduleNewOrchestrationInstance("Order_v1", "rum", StartOptions.withId(id));
      awaitCharged(first.hub(hub), id);
    }
    Storage second = storage.get();
    Varve worker = worker(second, hub, "42", edited);
    worker.client().raiseEvent(id, "Paid", "card");
    Await.until(
        id + " is parked", () -> second.hub(hub).instance(id).orElseThrow().park().isPresent());
    return worker;
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
      awaitCharged(hub, "order-tea"); // so that its history has one order
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
