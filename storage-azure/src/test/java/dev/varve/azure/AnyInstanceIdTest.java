package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.tools.Monitor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids that are keys of rows, names of blobs and parts of addresses, whatever is in them. */
class AnyInstanceIdTest {
  private static final List<String> IDS =
      List.of(
          ".",
          "..",
          "a.",
          "a/../b",
          "ab",
          "abc",
          "a//b",
          "%2F",
          "%",
          "a+b",
          " a b ",
          "it's",
          "\"q\"",
          "\\",
          "#?^",
          "a|b&c=d;e,f",
          "{}[]()<>*:@$!",
          "\u00fc\u6f22\ud83d\ude00",
          "?".repeat(256),
          "x".repeat(256),
          "\u6f22".repeat(256));

  private static final String LARGE = "y".repeat(40_000);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void an_instance_of_any_id_runs_with_large_values_and_is_purged_with_them() {
    StorageAccount account =
        StorageAccount.of(
            new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()));
    String hub = AzureServer.shared().newHub();
    AzureStorage storage =
        new AzureStorage(
            Account.of(account),
            null,
            new HubSettings(Duration.ofMinutes(10), Duration.ofSeconds(30)),
            4,
            16);
    try (Varve varve =
        Varve.builder()
            .storage(storage)
            .hub(hub)
            .orchestrator(
                "Echo_v1",
                String.class,
                (context, input) -> context.callActivity("Say", input, String.class).await())
            .activity("Say_v1", String.class, input -> input + "!")
            .start()) {
      VarveClient client = varve.client();
      IDS.forEach(
          id -> client.scheduleNewOrchestrationInstance("Echo", LARGE, StartOptions.withId(id)));
      for (String id : IDS) {
        assertThat(client.waitForInstanceCompletion(id, PATIENCE).outputAs(String.class))
            .as(id)
            .isEqualTo(LARGE + "!");
      }
      Monitor monitor = new Monitor(AzureServer.shared().connectionString(), hub);
      for (String id : IDS) {
        assertThat(monitor.blobs(id)).as(id).isNotEmpty();
        assertThat(client.purgeInstance(id)).as(id).isTrue();
        assertThat(client.getInstanceMetadata(id)).as(id).isEmpty();
        assertThat(monitor.blobs(id)).as(id).isEmpty();
      }
    }
  }
}
