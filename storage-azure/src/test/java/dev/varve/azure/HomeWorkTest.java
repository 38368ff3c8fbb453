package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A worker looks first where it is at home, and elsewhere when there is room. */
class HomeWorkTest {
  private static final int PARTITIONS = 4;
  private static final int INSTANCES = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String hub = AzureServer.shared().newHub();
  private final HubNames names = HubNames.of(hub);
  private final Lanes lanes = new Lanes(PARTITIONS);
  private final StorageAccount account =
      StorageAccount.of(
          new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()));
  private final RowTable table = account.table(names.partitions());

  private AzureStorage open() {
    HubSettings settings = new HubSettings(Duration.ofMinutes(10), Duration.ofSeconds(30));
    return new AzureStorage(Account.of(account), null, settings, PARTITIONS, 8);
  }

  /** The homes of the worker, once it has the two that a fair share is. */
  private Set<Integer> shared(WorkerSession worker) {
    Homes other = new Homes(table, names, PARTITIONS, "other", Instant::now, System::nanoTime);
    other.tend(partition -> true);
    long end = System.nanoTime() + PATIENCE.toNanos();
    Set<Integer> homes = Set.of();
    while (homes.size() < PARTITIONS / 2) {
      assertThat(System.nanoTime()).as("two homes are handed over").isLessThan(end);
      assertThat(worker.renew()).isTrue();
      other.tend(partition -> true);
      homes = homesOf("worker/" + worker.id());
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return homes;
  }

  private Set<Integer> homesOf(String owner) {
    return IntStream.range(0, PARTITIONS)
        .filter(number ->
            table
                .get("", names.control(number))
                .flatMap(row -> row.text("CurrentOwner"))
                .orElse("")
                .equals(owner))
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  void a_worker_takes_what_is_at_home_first_and_the_rest_when_there_is_room() {
    try (AzureStorage storage = open();
        WorkerSession worker = Orders.worker(storage.hub(hub), "worker")) {
      Set<Integer> homes = shared(worker);
      List<String> atHome = new ArrayList<>();
      for (int i = 0; i < INSTANCES; i++) {
        String id = "order-" + i;
        Orders.start(storage.hub(hub), id);
        if (homes.contains(lanes.partition(id))) {
          atHome.add(id);
        }
      }
      assertThat(atHome).hasSizeBetween(1, INSTANCES - 1);
      assertThat(Orders.claim(worker, atHome.size())).containsExactlyElementsOf(atHome);
      assertThat(Orders.claim(worker, INSTANCES)).hasSize(INSTANCES - atHome.size());
    }
    assertThat(homesOf("worker/1")).isEmpty();
  }
}
