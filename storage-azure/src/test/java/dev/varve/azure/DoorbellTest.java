package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.HintQueue;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.storage.HubStore;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A worker that long found nothing looks at all its lanes every 30 seconds, and listens every
 * second. Time stands still unless a test moves it.
 */
class DoorbellTest {
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration BELL = Duration.ofSeconds(1);
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StorageAccount account =
      StorageAccount.of(
          new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()));
  private final String hub = AzureServer.shared().newHub();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T21:00:00Z"));
  private final AzureStorage here = open();
  private final AzureStorage elsewhere = open();
  private final HubStore client = elsewhere.hub(hub);
  private final WorkerSession worker = Orders.worker(here.hub(hub), "worker");
  private final HintQueue queue = account.queue(HubNames.of(hub).worker(worker.id()));

  private AzureStorage open() {
    return new AzureStorage(Account.of(account), now::get, new HubSettings(LEASE, LOOK), 4, 8);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @BeforeEach
  void wait_until_the_worker_looks_rarely() {
    Duration pause = Duration.ZERO;
    while (pause.compareTo(LOOK) < 0) {
      pass(pause);
      assertThat(Orders.claim(worker, 1)).isEmpty();
      pause = pause.isZero() ? Duration.ofMillis(50) : pause.multipliedBy(2);
    }
    assertThat(worker.pollInterval().orElseThrow()).isLessThanOrEqualTo(BELL);
  }

  @AfterEach
  void close() {
    worker.close();
    here.close();
    elsewhere.close();
  }

  /** Within less than half of the time until the next look. */
  private boolean listensUntil(BooleanSupplier done) {
    boolean is = false;
    for (int i = 0; i < 12 && !is; i++) {
      pass(BELL);
      is = done.getAsBoolean();
    }
    return is;
  }

  @Test
  void a_start_by_another_process_is_heard_before_the_next_look() {
    Orders.start(client, "a");
    assertThat(listensUntil(() -> Orders.claim(worker, 1).equals(List.of("a")))).isTrue();
  }

  @Test
  void G11_a_lost_hint_is_made_up_for_by_the_next_look() {
    queue.delete();
    Orders.start(client, "a");
    assertThat(listensUntil(() -> !Orders.claim(worker, 1).isEmpty())).isFalse();
    pass(LOOK);
    assertThat(Orders.claim(worker, 1)).containsExactly("a");
  }

  @Test
  void a_message_to_an_instance_that_another_process_owns_is_heard_there() {
    Orders.start(client, "a");
    assertThat(listensUntil(() -> !Orders.claim(worker, 1).isEmpty())).isTrue();
    assertThat(Orders.raise(client, "a")).isEqualTo(SendOutcome.ACCEPTED);
    assertThat(listensUntil(() -> !Orders.fetch(worker, 1).delivered().isEmpty())).isTrue();
  }

  @Test
  void what_is_no_hint_is_dropped_and_hides_none() {
    for (String foreign :
        List.of("{\"v\":2,\"lane\":\"m\"}", "{\"v\":1}", "hello", "{\"$type\":\"MessageData\"}")) {
      queue.put(foreign, MINUTE);
    }
    Orders.start(client, "a");
    assertThat(listensUntil(() -> !Orders.claim(worker, 1).isEmpty())).isTrue();
    assertThat(queue.take(32)).isEmpty();
  }

  @Test
  void the_queue_goes_with_the_session() {
    worker.close();
    queue.put("nobody hears", MINUTE);
    queue.create();
    assertThat(queue.take(32)).isEmpty();
    queue.delete();
  }
}
