package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.StartOptions;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Varve;
import dev.varve.azure.internal.format.HistoryRows;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that cannot be read: their instance is set aside with a reason, goes on when the row is
 * restored, can be ended and purged, and stands in nobody's way meanwhile.
 */
@Timeout(120)
class DamagedRowsTest {
  private static final String HUB = "damaged";
  private static final String ID = "a";

  /** The row that tells of the child: without it nobody knows whom to end with the instance. */
  private static final long CHILD_CREATED = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Account account =
      AzureFixture.ownTables(
          StorageAccount.of(
              new AccountAccess.ByConnectionString(AzureServer.shared().connectionString())));
  private final HubNames names = HubNames.of(HUB);
  private final RowTable history = account.table(names.history());
  private final RowTable instances = account.table(names.instances());

  private AzureStorage open() {
    HubSettings settings = new HubSettings(Duration.ofMinutes(10), Duration.ofSeconds(1));
    return new AzureStorage(account, null, settings, 4, 8);
  }

  private Varve start() {
    return Varve.builder()
        .storage(open())
        .hub(HUB)
        .buildId("the same")
        .orchestrator("Order_v1", String.class, DamagedRowsTest::order)
        .orchestrator(
            "Leaf_v1",
            String.class,
            (context, input) -> context.waitForExternalEvent("Word", String.class).await())
        .orchestrator("Other_v1", String.class, (context, input) -> "other")
        .orchestrator(
            "Far_v1",
            String.class,
            (context, input) -> context.callActivity("Away_v1", input, String.class).await())
        .start();
  }

  private static String order(OrchestrationContext context, String input) {
    SubOrchestrationOptions leaf = SubOrchestrationOptions.DEFAULT.withInstanceId("leaf");
    var child = context.callSubOrchestrator("Leaf", input, String.class, leaf);
    context.setCustomStatus("waits");
    String word = context.waitForExternalEvent("Word", String.class).await();
    return word + child.await();
  }

  /** An order that waits in the store, with its child, and nobody who runs it. */
  private void untilItWaits() {
    try (Varve varve = start()) {
      start(varve, "Order", ID);
      until("it waits", () -> "waits".equals(look(varve, ID).customStatusAs(String.class)));
      until("its child waits", () -> varve.client().getInstanceMetadata("leaf").isPresent());
    }
  }

  private static void start(Varve varve, String name, String id) {
    varve.client().scheduleNewOrchestrationInstance(name, "in", StartOptions.withId(id));
  }

  private static OrchestrationMetadata look(Varve varve, String id) {
    return varve.client().getInstanceMetadata(id).orElseThrow();
  }

  private static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** Sends it a word, while nobody runs it. */
  private void send(String word) {
    try (AzureStorage storage = open()) {
      Message message = Message.to(ID, new EventRaised("Word", new Payload("\"" + word + "\"")));
      assertThat(storage.hub(HUB).send(List.of(message)).toCompletableFuture().join())
          .containsExactly(SendOutcome.ACCEPTED);
    }
  }

  private Row row(String keyPrefix) {
    return history.startingWith(ID, keyPrefix, 10).getLast();
  }

  private void damage(Row row, String column) {
    write(row, Map.of(column, "{broken"));
  }

  private void write(Row row, Map<String, Object> columns) {
    assertThat(history.apply(ID, List.of(new Change.Merge(row.key(), columns, Change.ANY))))
        .extracting(Outcome::applied)
        .isEqualTo(true);
  }

  private static void isSetAside(Varve varve, String why) {
    InstanceQuery poisoned = InstanceQuery.ALL.withConditions(Set.of(InstanceCondition.POISON));
    until("it is parked", () -> !varve.client().queryInstances(poisoned).instances().isEmpty());
    assertThat(varve.client().queryInstances(poisoned).instances())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.instanceId()).isEqualTo(ID);
          assertThat(found.conditionExplanation().orElseThrow()).contains(why);
        });
    start(varve, "Other", "beside");
    assertThat(varve.client().waitForInstanceCompletion("beside", PATIENCE).isCompleted()).isTrue();
  }

  private void isEndedAndPurged(Varve varve) {
    varve.client().terminate(ID, "given up");
    assertThat(varve.client().waitForInstanceCompletion(ID, PATIENCE).runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    assertThat(varve.client().purgeInstance(ID)).isTrue();
    assertNothingIsLeft(varve);
  }

  private void assertNothingIsLeft(Varve varve) {
    assertThat(varve.client().getInstanceMetadata(ID)).isEmpty();
    assertThat(history.range(ID, "0", Keys.OURS_TO, 10)).isEmpty();
    assertThat(instances.get(ID, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, CHILD_CREATED})
  void an_instance_with_a_damaged_history_is_parked_and_ends_with_its_children(long number) {
    untilItWaits();
    damage(history.get(ID, HistoryRows.rowKey(number)).orElseThrow(), "VarveEvent");
    damage(history.get(ID, HistoryRows.rowKey(number)).orElseThrow(), "VarveTime");
    try (Varve varve = start()) {
      varve.client().raiseEvent(ID, "Word", "hello");
      isSetAside(varve, "row '" + HistoryRows.rowKey(number) + "' of 'a' cannot be read");
      isEndedAndPurged(varve);
      if (number != CHILD_CREATED) {
        until(
            "its child is ended",
            () -> look(varve, "leaf").runtimeStatus() == OrchestrationRuntimeStatus.TERMINATED);
      }
    }
  }

  @Test
  void an_instance_whose_history_lacks_a_row_is_parked_and_can_be_ended() {
    untilItWaits();
    Row last = history.range(ID, "0", Keys.OURS_FROM, 100).getLast();
    assertThat(history.apply(ID, List.of(new Change.Delete(last.key(), Change.ANY))).applied())
        .isTrue();
    try (Varve varve = start()) {
      varve.client().raiseEvent(ID, "Word", "hello");
      isSetAside(varve, "is missing");
      isEndedAndPurged(varve);
    }
  }

  @Test
  void a_damaged_message_parks_its_instance_which_goes_on_when_the_row_is_restored() {
    untilItWaits();
    send("hello");
    Row message = row(Keys.INBOX);
    damage(message, "Event");
    try (Varve varve = start()) {
      isSetAside(varve, message.key());
      varve.client().resumeInstance(ID, "restored, or so I thought");
      until("it is parked again", () -> count(varve) > 0 && isParked(varve));
      write(message, Map.of("Event", message.text("Event").orElseThrow()));
      varve.client().resumeInstance(ID, "restored");
      varve.client().raiseEvent("leaf", "Word", " and bye");
      assertThat(varve.client().waitForInstanceCompletion(ID, PATIENCE).outputAs(String.class))
          .isEqualTo("hello and bye");
    }
  }

  private static long count(Varve varve) {
    try (var events = varve.client().getHistory(ID)) {
      return events.filter(recorded -> recorded.event() instanceof ExecutionResumed).count();
    }
  }

  private static boolean isParked(Varve varve) {
    return look(varve, ID).condition().equals(Optional.of(InstanceCondition.POISON));
  }

  @Test
  void a_damaged_queued_activity_is_not_handed_out_and_parks_its_instance() {
    FunctionName away = new FunctionName("Away", 1);
    SessionDescriptor runner =
        new SessionDescriptor("runner", Set.of(), Set.of(away), "build", Set.of(1));
    try (AzureStorage storage = open();
        WorkerSession session = storage.hub(HUB).openSession(runner, () -> {});
        Varve varve = start()) {
      start(varve, "Far", ID);
      until("it is queued", () -> !history.startingWith(ID, Keys.TASK, 1).isEmpty());
      damage(row(Keys.TASK), "Event");
      FetchRequest all = new FetchRequest(10, 10, 100);
      until(
          "it is looked at",
          () -> {
            assertThat(session.fetch(all).activities()).isEmpty();
            return look(varve, ID).condition().isPresent();
          });
      isSetAside(varve, row(Keys.TASK).key());
      isEndedAndPurged(varve);
    }
  }

  @Test
  void an_instance_whose_sentinel_is_damaged_is_listed_and_can_be_purged_by_its_id() {
    untilItWaits();
    send("hello");
    damage(row(Keys.SENTINEL), "RuntimeStatus");
    try (Varve varve = start()) {
      isSetAside(varve, "row 'sentinel' of 'a' cannot be read");
      assertThat(varve.client().purgeInstance(ID)).isTrue();
      assertNothingIsLeft(varve);
    }
  }

  @Test
  void a_damaged_row_of_the_instances_table_hides_no_other_and_is_written_anew() {
    untilItWaits();
    Change broken = new Change.Merge("", Map.of("RuntimeStatus", "Broken"), Change.ANY);
    assertThat(instances.apply(ID, List.of(broken)).applied()).isTrue();
    try (AzureStorage storage = open()) {
      HubStore hub = storage.hub(HUB);
      assertThat(hub.query(InstanceQuery.ALL).instances())
          .extracting(InstanceRow::instanceId)
          .containsExactly("leaf");
      assertThat(hub.query(InstanceQuery.ALL).instances())
          .extracting(InstanceRow::instanceId)
          .containsExactlyInAnyOrder(ID, "leaf");
      assertThat(hub.counts()).hasSize(2);
    }
  }
}
