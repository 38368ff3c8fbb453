package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.Storage;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes on one hub, which know of each other by what lies in the tables. */
@Timeout(60)
class TwoProcessesTest {
  private static final FunctionName ORDER = new FunctionName("Order", 1);
  private static final FetchRequest ALL = new FetchRequest(10, 10, 100);
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final Account account =
      AzureFixture.ownTables(
          StorageAccount.of(
              new AccountAccess.ByConnectionString(AzureServer.shared().connectionString())));
  private final Storage one = open();
  private final Storage other = open();
  private final HubStore here = one.hub("shared");
  private final HubStore there = other.hub("shared");

  private Storage open() {
    return new AzureStorage(account, null, new HubSettings(LEASE, Duration.ofSeconds(1)), 4, 8);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static WorkerSession session(HubStore hub) {
    return hub.openSession(
        new SessionDescriptor("worker", Set.of(ORDER), Set.of(), "build", Set.of(1)), () -> {});
  }

  private void startOwned(WorkerSession owner) {
    ExecutionStarted started =
        new ExecutionStarted(
            ORDER,
            "Order_v1",
            VersionResolution.CONFIGURED,
            "set",
            "a-1",
            1,
            new Payload("1"),
            null,
            Map.of(),
            null,
            null);
    NewInstance start =
        new NewInstance(
            "a",
            started,
            here.now(),
            1,
            here.now(),
            ExistingInstancePolicy.refuse(),
            OptionalLong.of(owner.id()));
    assertThat(here.start(List.of(start)).toCompletableFuture().join())
        .containsExactly(new StartOutcome.Started());
  }

  private CommitOutcome commit(HubStore hub, WorkerSession session, long sequence, long commitId) {
    return commit(hub, session, sequence, commitId, Optional.empty());
  }

  private CommitOutcome commit(
      HubStore hub,
      WorkerSession session,
      long sequence,
      long commitId,
      Optional<TurnCommit.StatusChange> status) {
    HistoryTurn turn = new HistoryTurn(sequence, hub.now(), commitId, true, List.of(), List.of());
    TurnCommit commit =
        new TurnCommit(
            "a",
            Optional.empty(),
            turn,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            status,
            Optional.empty());
    return session.commit(commit).toCompletableFuture().join();
  }

  @Test
  void G11_messages_sent_by_another_process_reach_the_owner_in_order() {
    WorkerSession owner = session(here);
    startOwned(owner);
    for (String name : List.of("first", "second")) {
      Message message = Message.to("a", new EventRaised(name, Payload.NULL));
      assertThat(there.send(List.of(message)).toCompletableFuture().join())
          .containsExactly(SendOutcome.ACCEPTED);
    }
    List<String> names = new ArrayList<>();
    while (names.size() < 2) {
      for (FetchBatch.Delivery delivery : owner.fetch(ALL).delivered()) {
        delivery.messages().forEach(m -> names.add(((EventRaised) m.event()).name()));
      }
    }
    assertThat(names).containsExactly("first", "second");
  }

  @Test
  void G2_G12_who_stood_still_past_its_lease_is_taken_over_from_and_changes_nothing() {
    WorkerSession stopped = session(here);
    startOwned(stopped);
    WorkerSession survivor = session(there);
    int recovered = 0;
    while (recovered == 0) {
      assertThat(survivor.renew()).isTrue();
      recovered = survivor.recover(10);
    }
    List<ClaimedInstance> claimed = survivor.fetch(ALL).claimed();
    assertThat(claimed).extracting(ClaimedInstance::crashes).containsExactly(1);
    assertThat(commit(there, survivor, 2, 20)).isInstanceOf(CommitOutcome.Committed.class);

    assertThat(commit(here, stopped, 2, 21)).isInstanceOf(CommitOutcome.Fenced.class);
    assertThat(stopped.renew()).isFalse();
    assertThat(here.history("a", 0, 10)).extracting(HistoryTurn::commitId).containsExactly(1L, 20L);
  }

  @Test
  void a_row_that_a_crash_left_behind_is_set_right_by_whoever_reads_the_instance() {
    WorkerSession owner = session(here);
    startOwned(owner);
    HubNames names = HubNames.of("shared");
    RowTable instances = account.table(names.instances());
    Map<String, Object> before = new HashMap<>(instances.get("a", "").orElseThrow().columns());
    before.remove(Row.TIMESTAMP);
    TurnCommit.StatusChange completed =
        new TurnCommit.StatusChange(
            OrchestrationRuntimeStatus.COMPLETED, Payload.NULL, Payload.NULL, Optional.empty());
    assertThat(commit(here, owner, 2, 20, Optional.of(completed)))
        .isInstanceOf(CommitOutcome.Committed.class);
    assertThat(instances.apply("a", List.of(new Change.Put("", before))).applied()).isTrue();
    assertThat(there.counts()).containsExactly(count(OrchestrationRuntimeStatus.RUNNING));

    assertThat(there.instance("a").orElseThrow().status())
        .isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
    assertThat(there.counts()).containsExactly(count(OrchestrationRuntimeStatus.COMPLETED));
  }

  private static InstanceCount count(OrchestrationRuntimeStatus status) {
    return new InstanceCount(ORDER, status, 1, 0);
  }
}
