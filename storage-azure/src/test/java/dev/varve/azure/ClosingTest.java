package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.server.Fault;
import dev.varve.azure.server.Faults;
import dev.varve.storage.HubStore;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that closes lets nothing go under. */
@Timeout(60)
class ClosingTest {
  private static final int CLAIM = 2; // behind the row that says who claims

  private final Faults writes = Faults.ofWrites();
  private final Account account =
      AzureFixture.ownTables(
          StorageAccount.of(
              new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()),
              StorageAccount.DEADLINE,
              List.of(writes)));

  private AzureStorage open() {
    HubSettings settings = new HubSettings(Duration.ofMinutes(10), Duration.ofSeconds(1));
    return new AzureStorage(account, null, settings, 4, 8);
  }

  @Test
  void what_a_session_claims_while_it_closes_is_given_to_others() throws Exception {
    try (AzureStorage storage = open()) {
      HubStore hub = storage.hub("closing");
      Orders.start(hub, "a");
      WorkerSession closing = Orders.worker(hub, "closing");
      CompletableFuture<Void> closed = new CompletableFuture<>();
      writes.reset();
      writes.at(CLAIM, Fault.after(() -> closeMeanwhile(closing, closed)));
      assertThat(Orders.claim(closing, 1)).hasSizeLessThanOrEqualTo(1);
      closed.get(30, TimeUnit.SECONDS);
      assertThat(writes.struck()).isOne();
      try (WorkerSession next = Orders.worker(hub, "next")) {
        int recovered = next.recover(10);
        assertThat(recovered).isLessThanOrEqualTo(1);
        assertThat(Orders.claim(next, 1)).containsExactly("a");
      }
    }
  }

  /** It may be done at once, or wait for the fetch, which is why nobody waits for it for long. */
  private static void closeMeanwhile(WorkerSession session, CompletableFuture<Void> closed) {
    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              session.close();
              closed.complete(null);
            });
    try {
      boolean unused = closing.join(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
