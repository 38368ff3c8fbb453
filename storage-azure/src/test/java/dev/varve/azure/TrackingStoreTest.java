package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableItem;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobContainerItem;
import dev.varve.ExistingInstancePolicy;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationContext;
import dev.varve.StartOptions;
import dev.varve.Tracking;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two applications with hubs of their own and one tracking store in another account. */
class TrackingStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LARGE = "x".repeat(200_000);

  private static AzureServer trackingServer;

  private final AzureServer scheduling = AzureServer.shared();
  private final String prefix = "All" + scheduling.newHub().substring(0, 12);
  private final String blue = "Blue" + scheduling.newHub().substring(0, 12);
  private final String green = "Green" + scheduling.newHub().substring(0, 12);

  @BeforeAll
  static void startAnotherAccount() {
    trackingServer = AzureServer.dedicated();
  }

  @AfterAll
  static void stopIt() {
    trackingServer.close();
  }

  private AzureSettings settings() {
    return AzureSettings.of(AzureAccount.ofConnectionString(scheduling.connectionString()))
        .withTrackingStore(
            AzureAccount.ofConnectionString(trackingServer.connectionString()), prefix)
        .withMaxQueuePollingInterval(Duration.ofSeconds(1));
  }

  private AzureStorage open() {
    return AzureStorage.open(settings());
  }

  private Varve application(String hub) {
    return Varve.builder()
        .storage(open())
        .hub(hub)
        .orchestrator("Echo_v1", String.class, (context, input) -> input + "!")
        .orchestrator("Wait_v2", String.class, TrackingStoreTest::waitForGo)
        .start();
  }

  private static String waitForGo(OrchestrationContext context, String input) {
    return context.waitForExternalEvent("go", String.class).await();
  }

  private void echo(String hub, String id, String input) {
    try (Varve varve = application(hub)) {
      VarveClient client = varve.client();
      client.scheduleNewOrchestrationInstance("Echo", input, StartOptions.withId(id));
      assertThat(client.waitForInstanceCompletion(id, PATIENCE).isCompleted()).isTrue();
    }
  }

  private static List<String> tables(AzureServer server) {
    return client(server).listTables().stream().map(TableItem::getName).toList();
  }

  private static TableServiceClient client(AzureServer server) {
    return new TableServiceClientBuilder()
        .connectionString(server.connectionString())
        .buildClient();
  }

  private static List<String> containers(AzureServer server) {
    BlobServiceClient blobs =
        new BlobServiceClientBuilder().connectionString(server.connectionString()).buildClient();
    return blobs.listBlobContainers().stream().map(BlobContainerItem::getName).toList();
  }

  @Test
  void T1_instances_and_histories_have_the_names_of_the_tracking_store() {
    echo(blue, "a", "tea");
    assertThat(tables(trackingServer)).contains(prefix + "Instances", prefix + "History");
    assertThat(tables(trackingServer)).noneMatch(name -> name.startsWith(blue));
    assertThat(tables(scheduling)).noneMatch(name -> name.startsWith(prefix));
  }

  @Test
  void T2_what_schedules_work_is_in_the_account_of_the_hub() {
    echo(blue, "a", "tea");
    echo(green, "b", "tea");
    assertThat(tables(scheduling)).contains(blue + "Work", green + "Work");
    assertThat(tables(scheduling))
        .noneMatch(name -> name.equals(blue + "Instances") || name.equals(blue + "History"));
    assertThat(tables(trackingServer)).noneMatch(name -> name.endsWith("Work"));
  }

  @Test
  void T3_any_application_lists_the_instances_of_all() {
    echo(blue, "a", "tea");
    echo(green, "b", "tea");
    try (AzureStorage storage = open()) {
      Tracking tracking = Tracking.of(storage);
      assertThat(tracking.hubs()).containsExactly(blue, green);
      assertThat(tracking.query(Set.of(), InstanceQuery.ALL).instances())
          .extracting(row -> row.hub() + " " + row.instanceId() + " " + row.function())
          .containsExactly(blue + " a Echo_v1", green + " b Echo_v1");
      assertThat(tracking.query(Set.of(green), InstanceQuery.ALL.withVersion(1)).instances())
          .extracting(InstanceRow::instanceId)
          .containsExactly("b");
      assertThat(tracking.query(Set.of(), InstanceQuery.ALL.withVersion(2)).instances()).isEmpty();
    }
  }

  @Test
  void T4_an_id_that_another_hub_holds_is_refused_with_a_typed_error() {
    echo(blue, "same", "tea");
    try (Varve varve = application(green)) {
      VarveClient client = varve.client();
      for (ExistingInstancePolicy policy :
          List.of(
              ExistingInstancePolicy.refuse(),
              ExistingInstancePolicy.keep(),
              ExistingInstancePolicy.replaceFinished())) {
        assertThatThrownBy(() ->
                client.scheduleNewOrchestrationInstance(
                    "Echo", "milk", StartOptions.withId("same").withExisting(policy)))
            .isInstanceOfSatisfying(
                InstanceOfOtherHubException.class,
                e -> {
                  assertThat(e.hub()).isEqualTo(blue);
                  assertThat(e.instanceId()).isEqualTo("same");
                  assertThat(e.outcomeUnknown()).isFalse();
                });
      }
      assertThat(client.getInstanceMetadata("same")).isEmpty();
      assertThatThrownBy(() -> client.raiseEvent("same", "go", "now"))
          .isInstanceOf(InstanceNotFoundException.class);
      assertThatThrownBy(() -> client.terminate("same", "no"))
          .isInstanceOf(InstanceNotFoundException.class);
    }
    try (AzureStorage storage = open()) {
      InstanceRow row = storage.hub(blue).instance("same").orElseThrow();
      assertThat(row.hub()).isEqualTo(blue);
      assertThat(row.output().json()).isEqualTo("\"tea!\"");
    }
  }

  @Test
  void T5_large_payloads_are_in_the_tracking_store_and_outlive_the_application() {
    echo(blue, "large", LARGE);
    String container = blue.toLowerCase(Locale.ROOT) + "-largemessages";
    assertThat(containers(trackingServer)).contains(container);
    assertThat(containers(scheduling)).doesNotContain(container);
    remove(blue);
    try (AzureStorage storage = open()) {
      InstanceRow row = Tracking.of(storage).instance(blue, "large").orElseThrow();
      assertThat(row.output().json()).isEqualTo("\"" + LARGE + "!\"");
    }
  }

  /** What belongs to the hub alone goes with the application. */
  private void remove(String hub) {
    tables(scheduling).stream()
        .filter(name -> name.startsWith(hub))
        .forEach(client(scheduling)::deleteTable);
  }

  @Test
  void T6_an_application_neither_runs_nor_purges_what_is_anothers() {
    echo(blue, "done", "tea");
    try (Varve ofBlue = application(blue)) {
      ofBlue.client().scheduleNewOrchestrationInstance("Wait", "x", StartOptions.withId("waiting"));
    }
    try (Varve ofGreen = application(green);
        AzureStorage storage = open()) {
      ofGreen.client().scheduleNewOrchestrationInstance("Echo", "x", StartOptions.withId("mine"));
      assertThat(ofGreen.client().waitForInstanceCompletion("mine", PATIENCE).isCompleted())
          .isTrue();
      storage
          .hub(green)
          .purge(new PurgeRequest(Optional.of("done"), Optional.empty(), Set.of(), 10));
      assertThat(storage.hub(blue).instance("done")).isPresent();
      assertThat(storage.hub(blue).instance("waiting").orElseThrow().status().isFinished())
          .isFalse();
    }
    try (Varve ofBlue = application(blue)) {
      ofBlue.client().raiseEvent("waiting", "go", "gone");
      assertThat(ofBlue.client().waitForInstanceCompletion("waiting", PATIENCE).isCompleted())
          .isTrue();
    }
  }

  @Test
  void T7_what_a_removed_application_finished_stays_readable() {
    echo(blue, "a", "tea");
    remove(blue);
    try (AzureStorage storage = open()) {
      Tracking tracking = Tracking.of(storage);
      assertThat(tracking.hubs()).contains(blue);
      assertThat(tracking.instance(blue, "a").orElseThrow().output().json()).isEqualTo("\"tea!\"");
      assertThat(tracking.history(blue, "a", 0, 100)).isNotEmpty();
    }
  }

  @Test
  void T8_counts_are_of_one_hub_although_tables_are_shared() {
    echo(blue, "a", "tea");
    echo(blue, "b", "tea");
    echo(green, "c", "tea");
    try (AzureStorage storage = open()) {
      assertThat(storage.hub(green).counts()).extracting(InstanceCount::count).containsExactly(1L);
      assertThat(storage.hub(blue).counts()).extracting(InstanceCount::count).containsExactly(2L);
    }
  }

  @Test
  void a_hub_is_refused_with_another_number_of_partitions() {
    try (AzureStorage storage = open()) {
      storage.hub(blue);
    }
    try (AzureStorage storage = AzureStorage.open(settings().withPartitionCount(7))) {
      assertThatThrownBy(() -> storage.hub(blue))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(blue)
          .hasMessageContaining("with 4 partitions")
          .hasMessageContaining("with 7");
    }
  }

  /** The tables are the same then; the emulator alone tells their names apart. */
  @Test
  void a_hub_whose_name_differs_only_in_case_is_refused() {
    RowTable work =
        StorageAccount.of(new AccountAccess.ByConnectionString(scheduling.connectionString()))
            .table(blue + "Work");
    HubRow.requireSame(work, "Blue", 4);
    HubRow.requireSame(work, "Blue", 4);
    assertThatThrownBy(() -> HubRow.requireSame(work, "BLUE", 4))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("'BLUE'")
        .hasMessageContaining("use 'Blue'");
  }

  @Test
  void without_tracking_store_the_hubs_are_those_of_the_account() {
    AzureSettings alone =
        AzureSettings.of(AzureAccount.ofConnectionString(scheduling.connectionString()));
    try (AzureStorage storage = AzureStorage.open(alone);
        AzureStorage tracked = open()) {
      storage.hub(green);
      tracked.hub(blue);
      assertThat(storage.hubs()).contains(green).doesNotContain(blue);
      assertThat(tracked.hubs()).containsExactly(blue);
    }
  }
}
