package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.models.TableEntity;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.SubOrchestrationOptions;
import dev.varve.TaskFailedException;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.tools.Monitor;
import dev.varve.azure.tools.Monitor.Call;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A hub is read by a tool that knows the format, has the plain SDK, and never heard of Varve. */
class ReadByToolsTest {
  private static final String ID = "order/7 #1 it's";
  private static final String CHILD = "ship?order/7";
  private static final String LARGE = "x".repeat(100_000);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String connection = AzureServer.shared().connectionString();
  private final String hub = AzureServer.shared().newHub();
  private final Monitor monitor = new Monitor(connection, hub);

  private AzureStorage storage() {
    StorageAccount account = StorageAccount.of(new AccountAccess.ByConnectionString(connection));
    return new AzureStorage(
        Account.of(account),
        null,
        new HubSettings(Duration.ofSeconds(15), Duration.ofSeconds(1)),
        4,
        8);
  }

  private static String order(OrchestrationContext context, String input) {
    context.setCustomStatus("charging");
    String charged = context.callActivity("Charge", input.length(), String.class).await();
    try {
      context.callActivity("Reserve", "lamp", String.class).await();
    } catch (TaskFailedException e) {
      context.callActivity("Refund", charged, String.class).await();
    }
    context.createTimer(Duration.ofMillis(20)).await();
    String approved = context.waitForExternalEvent("approved", String.class).await();
    String shipped =
        context
            .callSubOrchestrator(
                "Ship", LARGE, String.class, SubOrchestrationOptions.DEFAULT.withInstanceId(CHILD))
            .await();
    return approved + shipped;
  }

  private OrchestrationMetadata finishedOrder() {
    try (Varve varve =
        Varve.builder()
            .storage(storage())
            .hub(hub)
            .orchestrator("Order_v12", String.class, ReadByToolsTest::order)
            .orchestrator("Ship_v3", String.class, (context, input) -> input + "!")
            .activity("Charge_v1", Integer.class, length -> "charged " + length)
            .activity(
                "Reserve_v1",
                String.class,
                what -> {
                  throw new IllegalStateException("no " + what);
                })
            .activity("Refund_v1", String.class, what -> "refunded")
            .start()) {
      VarveClient client = varve.client();
      client.scheduleNewOrchestrationInstance(
          "Order", LARGE, StartOptions.withId(ID).withTags(Map.of("customer", "ann")));
      client.raiseEvent(ID, "approved", "by bob");
      return client.waitForInstanceCompletion(ID, PATIENCE);
    }
  }

  @Test
  void an_order_is_rebuilt_from_the_tables_alone() {
    assertThat(finishedOrder().isCompleted()).isTrue();

    assertThat(monitor.hubs()).contains(hub);
    TableEntity order = monitor.instance(ID);
    assertThat(order.getProperties())
        .containsEntry("RuntimeStatus", "Completed")
        .containsEntry("Name", "Order_v12")
        .containsEntry("Version", "12")
        .containsEntry("TaskHubName", hub)
        .containsEntry("CustomStatus", "\"charging\"")
        .containsEntry("Tags", "{\"customer\":\"ann\"}");
    assertThat(List.of("CreatedTime", "LastUpdatedTime", "CompletedTime"))
        .allSatisfy(
            column -> assertThat(order.getProperty(column)).isInstanceOf(OffsetDateTime.class));
    assertThat(monitor.value(order, "Input")).isEqualTo("\"" + LARGE + "\"");
    assertThat(monitor.value(order, "Output")).isEqualTo("\"by bob" + LARGE + "!\"");
    assertThat((String) order.getProperty("Output")).startsWith("http").endsWith(".json.gz");
    assertThat(monitor.events(ID))
        .extracting(event -> event.getProperty("EventType"))
        .filteredOn(type -> !type.toString().startsWith("Orchestrator"))
        .containsExactlyInAnyOrder(
            "ExecutionStarted",
            "TaskScheduled",
            "TaskCompleted",
            "TaskScheduled",
            "TaskFailed",
            "TaskScheduled",
            "TaskCompleted",
            "TimerCreated",
            "TimerFired",
            "EventRaised",
            "SubOrchestrationInstanceCreated",
            "SubOrchestrationInstanceCompleted",
            "ExecutionCompleted");
    assertThat(monitor.sentinel(ID).getProperties())
        .containsEntry("IsCheckpointComplete", true)
        .containsEntry("ExecutionId", order.getProperty("ExecutionId"));
  }

  @Test
  void its_calls_are_found_by_number_and_its_child_knows_its_parent() {
    finishedOrder();

    List<Call> calls = monitor.calls(ID);

    assertThat(calls)
        .extracting(Call::name)
        .containsExactly("Charge_v1", "Reserve_v1", "Refund_v1", "Ship_v3");
    assertThat(calls.get(0))
        .isEqualTo(
            new Call("TaskScheduled", "Charge_v1", null, "100000", "\"charged 100000\"", null));
    assertThat(calls.get(1).failure())
        .contains("\"ErrorType\":\"java.lang.IllegalStateException\"")
        .contains("\"ErrorMessage\":\"no lamp\"");
    assertThat(calls.get(3))
        .isEqualTo(
            new Call(
                "SubOrchestrationInstanceCreated",
                "Ship_v3",
                CHILD,
                "\"" + LARGE + "\"",
                "\"" + LARGE + "!\"",
                null));
    assertThat(monitor.parent(CHILD)).contains("order^07 ^21 it's");
    assertThat(monitor.parent(ID)).isEmpty();
    assertThat(monitor.instance(CHILD).getProperties())
        .containsEntry("Name", "Ship_v3")
        .containsEntry("RuntimeStatus", "Completed");
    assertThat(monitor.value(monitor.events(CHILD).get(1), "ParentInstance"))
        .contains("\"InstanceId\":\"" + ID + "\"");
  }

  @Test
  void what_reads_them_knows_nothing_of_varve() {
    ArchRuleDefinition.classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "com.azure..", "org.jspecify..", "dev.varve.azure.tools..")
        .check(new ClassFileImporter().importPackages("dev.varve.azure.tools"));
  }
}
