package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.InstanceQuery;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VarveConnectionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final InMemoryStorage storage = new InMemoryStorage();
  private final HubStore hub = storage.hub("default");

  private Varve worker() {
    return Varve.builder()
        .sharedStorage(storage)
        .orchestrator(
            "Order_v1",
            String.class,
            (context, item) ->
                item + " " + context.waitForExternalEvent("Paid", String.class).await())
        .start();
  }

  private VarveConnection connection() {
    return Varve.builder().sharedStorage(storage).connect();
  }

  @Test
  void a_client_without_a_worker_starts_and_tells_what_a_worker_runs() {
    try (Varve worker = worker();
        VarveConnection connection = connection()) {
      assertThat(worker).isNotNull();
      assertThat(hub.sessions()).hasSize(1);

      String id = connection.client().scheduleNewOrchestrationInstance("Order", "tea");
      connection.client().raiseEvent(id, "Paid", "cash");

      assertThat(connection.client().waitForInstanceCompletion(id, SOON).outputAs(String.class))
          .isEqualTo("tea cash");
    }
  }

  @Test
  void what_no_live_worker_serves_is_refused_though_it_is_registered_here() {
    try (VarveConnection connection =
        Varve.builder()
            .sharedStorage(storage)
            .orchestrator("Order_v1", String.class, (context, item) -> item)
            .connect()) {
      assertThatThrownBy(() -> connection.client().scheduleNewOrchestrationInstance("Order", "tea"))
          .isInstanceOf(UnknownFunctionException.class);
      assertThat(hub.query(InstanceQuery.ALL).instances()).isEmpty();
      assertThat(hub.sessions()).isEmpty();
    }
  }

  @Test
  void what_was_asked_while_no_worker_lived_is_carried_out_by_one_without_the_code() {
    String id;
    try (Varve worker = worker()) {
      id = worker.client().scheduleNewOrchestrationInstance("Order", "tea");
      worker.client().waitForInstanceStart(id, SOON);
    }
    try (VarveConnection connection = connection()) {
      assertThat(connection.client().getInstanceMetadata(id).orElseThrow().condition())
          .contains(InstanceCondition.WAITING_FOR_VERSION);

      connection.client().terminate(id, "enough");
      try (Varve other = Varve.builder().sharedStorage(storage).start()) {
        assertThat(other.client().waitForInstanceCompletion(id, SOON).runtimeStatus())
            .isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
      }
      assertThat(connection.client().purgeInstance(id)).isTrue();
    }
  }

  @Test
  void a_client_without_a_worker_needs_a_storage() {
    assertThatThrownBy(() -> Varve.builder().connect())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no storage was given");
  }
}
