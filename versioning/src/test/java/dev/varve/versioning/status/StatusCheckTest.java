package dev.varve.versioning.status;

import static dev.varve.OrchestrationRuntimeStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionName;
import dev.varve.OrchestrationContext;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.VarveConnection;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** S3: what the status check sees of a hub with a real engine. */
final class StatusCheckTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InMemoryStorage storage = new InMemoryStorage();
  private final HubStore hub = storage.hub("orders");
  private final Varve varve =
      Varve.builder()
          .sharedStorage(storage)
          .hub("orders")
          .orchestrator("Order_v1", String.class, StatusCheckTest::order)
          .orchestrator("Clock_v1", Integer.class, StatusCheckTest::clock)
          .start();
  private final VarveClient client = varve.client();

  private static String order(OrchestrationContext context, String input) {
    return context.waitForExternalEvent("Paid", String.class).await();
  }

  private static String clock(OrchestrationContext context, Integer ticks) {
    context.waitForExternalEvent("Tick", String.class).await();
    context.continueAsNew(ticks + 1);
    return "";
  }

  @AfterEach
  void close() {
    varve.close();
    storage.close();
  }

  @Test
  void S3_an_empty_hub_and_one_whose_instances_have_ended_are_idle() {
    assertThat(StatusCheck.of(hub).check().hasRunning()).isFalse();

    start("a");
    client.raiseEvent("a", "Paid", "x");
    client.waitForInstanceCompletion("a", PATIENCE);
    StatusReport report = StatusCheck.of(hub).check();
    assertThat(report.hasRunning()).isFalse();
    assertThat(report.exitCode()).isZero();
    assertThat(report.toText()).isEqualTo("hub orders: idle\n");
    assertThat(report.toJson()).startsWith("{\n  \"HasRunning\" : false,\n  \"hub\" : \"orders\"");
  }

  @Test
  void S3_each_active_status_is_counted_by_itself() {
    start("runs");
    client.waitForInstanceStart("runs", PATIENCE);
    client.scheduleNewOrchestrationInstance(
        "Order",
        "x",
        StartOptions.withId("later").withStartTime(Instant.now().plus(Duration.ofDays(1))));
    start("rests");
    client.suspendInstance("rests", "lunch");
    await(() -> hub.instance("rests").orElseThrow().status() == SUSPENDED);
    WorkerSession idle = idleWorker("Order_v9");
    try (VarveConnection outside = Varve.builder().sharedStorage(storage).hub("orders").connect()) {
      outside
          .client()
          .scheduleNewOrchestrationInstance("Order_v9", "x", StartOptions.withId("waits"));

      StatusReport report = StatusCheck.of(hub).check();
      assertThat(report.counts())
          .isEqualTo(
              Map.of(
                  ActiveStatus.PENDING, 1L,
                  ActiveStatus.SCHEDULED, 1L,
                  ActiveStatus.RUNNING, 1L,
                  ActiveStatus.SUSPENDED, 1L,
                  ActiveStatus.PARKED, 0L));
      assertThat(report.inFlight()).isEqualTo(4);
      assertThat(report.blockers())
          .extracting(Blocker::instanceId)
          .containsExactly("runs", "later", "rests", "waits");
    } finally {
      idle.close();
    }
  }

  @Test
  void S3_which_statuses_count_is_up_to_the_caller() {
    client.scheduleNewOrchestrationInstance(
        "Order",
        "x",
        StartOptions.withId("later").withStartTime(Instant.now().plus(Duration.ofDays(1))));

    StatusReport report =
        StatusCheck.of(hub)
            .counting(EnumSet.complementOf(EnumSet.of(ActiveStatus.SCHEDULED)))
            .check();
    assertThat(report.hasRunning()).isFalse();
    assertThat(report.counts()).containsEntry(ActiveStatus.SCHEDULED, 1L);
    assertThatThrownBy(() -> StatusCheck.of(hub).counting(Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void S3_it_is_right_beyond_one_page_of_instances() {
    IntStream.range(0, 1_203).forEach(number -> start("order-" + number));

    StatusReport report = StatusCheck.of(hub).check();
    assertThat(report.inFlight()).isEqualTo(1_203);
    assertThat(report.blockers()).hasSize(StatusCheck.DEFAULT_LISTED);
    assertThat(report.blockers().getFirst().instanceId()).isEqualTo("order-0");
    assertThat(report.unlisted()).isEqualTo(1_203 - StatusCheck.DEFAULT_LISTED);
    assertThat(report.toText()).contains("and 1193 more");
    assertThat(StatusCheck.of(hub).listing(0).check().blockers()).isEmpty();
  }

  @Test
  void S4_the_answer_names_slot_hub_and_version() {
    StatusReport report = StatusCheck.of(hub).named("production", Set.of("1.4.2")).check();
    assertThat(report.toText()).isEqualTo("slot production, hub orders, version 1.4.2: idle\n");
    assertThat(report.toJson())
        .contains("\"slot\" : \"production\"", "\"hub\" : \"orders\"", "\"1.4.2\"");
  }

  @Test
  void S3_another_hub_of_the_same_store_does_not_count() {
    start("a");
    assertThat(StatusCheck.of(storage.hub("invoices")).check().hasRunning()).isFalse();
  }

  @Test
  void S10_an_orchestration_that_continues_as_new_is_reported_as_one_that_may_never_end() {
    client.scheduleNewOrchestrationInstance("Clock", 0, StartOptions.withId("clock"));
    start("order");
    assertThat(eternal()).isEmpty();

    client.raiseEvent("clock", "Tick", "x");
    client.waitForInstanceStart("order", PATIENCE);
    awaitContinued();
    assertThat(eternal()).containsExactly("clock");

    StatusReport exempted = StatusCheck.of(hub).exempting(Set.of("Clock")).check();
    assertThat(exempted.inFlight()).isEqualTo(1);
    assertThat(exempted.exempted()).isEqualTo(1);
    assertThat(exempted.toText()).contains("exempt and not counted: 1");
  }

  @Test
  void S3_what_was_created_while_the_list_was_read_is_found() {
    HubStore passedBy =
        behindTheFirstList(() -> {
          start("child");
          client.raiseEvent("child", "Paid", "x");
          client.waitForInstanceCompletion("child", PATIENCE);
        });
    StatusReport report = StatusCheck.of(passedBy).check();
    assertThat(report.hasRunning()).isTrue();
    assertThat(report.blockers()).extracting(Blocker::instanceId).containsExactly("child");
  }

  /** The hub, in which something happens while the first list is read, behind where it is. */
  private HubStore behindTheFirstList(Runnable event) {
    boolean[] happened = {false};
    return (HubStore)
        Proxy.newProxyInstance(
            HubStore.class.getClassLoader(),
            new Class<?>[] {HubStore.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(hub, arguments);
              if (method.getName().equals("query") && !happened[0]) {
                happened[0] = true;
                event.run();
              }
              return answer;
            });
  }

  private void awaitContinued() {
    await(() -> Integer.valueOf(1).equals(client.getInput("clock", Integer.class)));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private List<String> eternal() {
    return StatusCheck.of(hub).check().blockers().stream()
        .filter(Blocker::eternal)
        .map(Blocker::instanceId)
        .toList();
  }

  private void start(String id) {
    client.scheduleNewOrchestrationInstance("Order", "x", StartOptions.withId(id));
  }

  /** A worker that serves a version and takes nothing. */
  private WorkerSession idleWorker(String orchestrator) {
    return hub.openSession(
        new SessionDescriptor(
            "idle", Set.of(FunctionName.parse(orchestrator)), Set.of(), "build", Set.of(1)),
        () -> {});
  }
}
