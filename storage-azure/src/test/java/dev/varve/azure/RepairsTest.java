package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The sweep that finds rows of the Instances table which nobody touches any more. */
class RepairsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Account account =
      AzureFixture.ownTables(
          StorageAccount.of(
              new AccountAccess.ByConnectionString(AzureServer.shared().connectionString())));
  private final RowTable instances = account.table(HubNames.of("repairs").instances());

  @Test
  void a_stale_row_that_nobody_touches_is_set_right_after_ten_minutes() {
    try (AzureStorage storage =
            (AzureStorage) AzureFixture.open(account, now::get, Duration.ofHours(1));
        WorkerSession worker = Orders.worker(storage.hub("repairs"), "worker")) {
      HubStore hub = storage.hub("repairs");
      Orders.start(hub, "a");
      Map<String, Object> stale = new HashMap<>(instances.get("a", "").orElseThrow().columns());
      stale.remove(Row.TIMESTAMP);
      stale.put("RuntimeStatus", "Suspended");
      stale.put("VarveRevision", 0L);
      assertThat(instances.apply("a", List.of(new Change.Put("", stale))).applied()).isTrue();

      assertThat(worker.renew()).isTrue();
      assertThat(statuses(hub)).containsExactly(OrchestrationRuntimeStatus.SUSPENDED);
      now.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));
      assertThat(worker.renew()).isTrue();
      assertThat(statuses(hub)).containsExactly(OrchestrationRuntimeStatus.PENDING);
      assertThat(hub.query(InstanceQuery.ALL).instances()).hasSize(1);
    }
  }

  private static List<OrchestrationRuntimeStatus> statuses(HubStore hub) {
    return hub.counts().stream().map(InstanceCount::status).toList();
  }
}
