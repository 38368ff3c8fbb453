package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationContext;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.server.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What orchestrations cost in requests that write, as the page on this store says. */
class OperationCountTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RUNS = 5;

  private final Faults writes = Faults.ofWrites();

  private Varve start() {
    StorageAccount account =
        StorageAccount.of(
            new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()),
            StorageAccount.DEADLINE,
            List.of(writes));
    AzureStorage storage =
        new AzureStorage(
            Account.of(account),
            null,
            new HubSettings(Duration.ofMinutes(10), Duration.ofSeconds(30)),
            4,
            16);
    return Varve.builder()
        .storage(storage)
        .hub(AzureServer.shared().newHub())
        .orchestrator("Calls_v1", Integer.class, OperationCountTest::calls)
        .activity("Step_v1", Integer.class, i -> i)
        .start();
  }

  private static int calls(OrchestrationContext context, int count) {
    for (int i = 0; i < count; i++) {
      context.callActivity("Step", i, Integer.class).await();
    }
    return count;
  }

  /** One after the other, so that no request serves two. */
  private int perRun(VarveClient client, int activities) {
    run(client, activities); // the first one also stores its version set
    writes.reset();
    for (int i = 0; i < RUNS; i++) {
      run(client, activities);
    }
    assertThat(writes.count() % RUNS).as("%s", writes.sent()).isZero();
    return writes.count() / RUNS;
  }

  private static void run(VarveClient client, int activities) {
    String id = client.scheduleNewOrchestrationInstance("Calls", activities);
    assertThat(client.waitForInstanceCompletion(id, PATIENCE).isCompleted()).isTrue();
  }

  @Test
  void an_orchestration_writes_five_times_and_each_activity_in_sequence_once_more() {
    try (Varve varve = start()) {
      VarveClient client = varve.client();
      assertThat(perRun(client, 0)).isEqualTo(5);
      assertThat(perRun(client, 1)).isEqualTo(6);
      assertThat(perRun(client, 10)).isEqualTo(15);
    }
  }
}
