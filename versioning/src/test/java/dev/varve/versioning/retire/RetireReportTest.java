package dev.varve.versioning.retire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.varve.CurrentVersions;
import dev.varve.FunctionName;
import dev.varve.OrchestrationContext;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryCodec;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.InstanceQuery;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.Verdict.CannotTell;
import dev.varve.versioning.retire.Verdict.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** B4 and V12 where no store makes a difference: the forms of the report, and what it reads. */
final class RetireReportTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final CurrentVersions TWO = CurrentVersions.of(Map.of("Order", 2));

  private static final SubOrchestrationOptions CHILD =
      SubOrchestrationOptions.DEFAULT.withInstanceId("the-child");

  private final InMemoryStorage storage = new InMemoryStorage();
  private final HubStore hub = storage.hub("orders");

  private VarveBuilder builder() {
    return Varve.builder().sharedStorage(storage).hub("orders").currentVersions(TWO);
  }

  private static String waiting(OrchestrationContext context, String input) {
    context.waitForExternalEvent("Go").await();
    return input;
  }

  /** An engine with two versions, and an instance of the first that is in flight. */
  private Varve shop() {
    Varve varve =
        builder()
            .workerName("shop")
            .orchestrator("Order_v1", String.class, RetireReportTest::waiting)
            .orchestrator("Order_v2", String.class, RetireReportTest::waiting)
            .start();
    varve.client().waitForInstanceStart(start(varve), PATIENCE);
    return varve;
  }

  private static String start(Varve varve) {
    return varve.client().scheduleNewOrchestrationInstance("Order_v1", "x");
  }

  private static Retirement retirement(HubStore hub) {
    return Retirement.of(hub, TWO).settling(Duration.ZERO);
  }

  @Test
  void B4_the_report_for_programs_has_counts_callers_sources_workers_and_the_verdict() {
    try (Varve varve = shop()) {
      JsonNode json = JsonMapper.shared().readTree(retirement(hub).report().toJson());
      assertThat(json.get("hub").asString()).isEqualTo("orders");
      assertThat(json.get("exitCode").asInt()).isEqualTo(3);
      JsonNode one = json.get("versions").get(0);
      assertThat(one.get("kind").asString()).isEqualTo("orchestrator");
      assertThat(one.get("function").asString()).isEqualTo("Order_v1");
      assertThat(one.get("inFlight").get("total").asInt()).isEqualTo(1);
      assertThat(one.get("inFlight").get("waiting").asInt()).isEqualTo(1);
      assertThat(one.get("servedBy").get(0).asString()).isEqualTo("shop");
      assertThat(one.get("verdict").asString()).isEqualTo("NOT_YET");
      assertThat(one.get("left").get(0).asString()).isEqualTo("1 in flight on it");
      assertThat(one.get("oldest").asString()).isEqualTo(one.get("since").asString());
      JsonNode two = json.get("versions").get(1);
      assertThat(two.get("verdict").asString()).isEqualTo("BLOCKED_BY");
      assertThat(two.get("namedBy").get(0).asString()).isEqualTo("code");
      assertThat(two.get("blockedBy").get(0).get("what").asString()).contains("code");
      assertThat(varve.residentInstances()).isEqualTo(1);
    }
  }

  @Test
  void B4_instances_that_have_ended_are_counted_and_not_read() {
    try (Varve varve = shop()) {
      for (int i = 0; i < 20; i++) {
        String id = start(varve);
        varve.client().raiseEvent(id, "Go", null);
        varve.client().waitForInstanceCompletion(id, PATIENCE);
      }
      List<Object> read = new ArrayList<>();
      HubStore tapped =
          tapped((name, argument) -> {
            if (name.equals("history")) {
              read.add(argument);
            }
          });
      RetireReport report = retirement(tapped).report();
      assertThat(report.version(FunctionKey.orchestrator("Order_v1")).orElseThrow().ended())
          .isEqualTo(20);
      assertThat(Set.copyOf(read)).hasSize(1);
    }
  }

  @Test
  void B4_a_history_that_cannot_be_read_leaves_open_what_else_is_needed() {
    try (Varve varve = shop()) {
      HubStore broken =
          tapped((name, argument) -> {
            if (name.equals("history")) {
              HistoryCodec.decodeEvent("of a later release".getBytes(UTF_8));
            }
          });
      RetireReport report = retirement(broken).onlyCalledBy("Order", Set.of()).report();
      assertThat(report.version(FunctionKey.orchestrator("Order_v1")).orElseThrow().verdict())
          .isInstanceOf(Verdict.NotYet.class);
      try (Varve other =
          builder()
              .orchestrator("Old_v1", String.class, RetireReportTest::waiting)
              .orchestrator("Old_v2", String.class, RetireReportTest::waiting)
              .start()) {
        report = retirement(broken).report();
        assertThat(report.version(FunctionKey.orchestrator("Old_v1")).orElseThrow().verdict())
            .isInstanceOfSatisfying(
                CannotTell.class, verdict -> assertThat(verdict.why()).contains("cannot be read"));
        assertThat(report.only(FunctionName.parse("Old_v1")).exitCode())
            .isEqualTo(RetireReport.EXIT_CANNOT_TELL);
        assertThat(other.residentInstances()).isZero();
      }
      assertThat(varve.residentInstances()).isEqualTo(1);
    }
  }

  @Test
  void B4_what_an_instance_starts_before_it_ends_is_not_missed_between_two_reads() {
    try (Varve earlier =
        builder().orchestrator("Child_v1", String.class, RetireReportTest::waiting).start()) {
      // Its set has no Charge; so it needs none, while children are in flight from the beginning.
      earlier.client().scheduleNewOrchestrationInstance("Child_v1", "x");
    }
    try (Varve varve =
        builder()
            .currentVersions(CurrentVersions.of(Map.of("Order", 1)))
            .orchestrator(
                "Order_v1",
                String.class,
                (context, input) -> {
                  context.waitForExternalEvent("Go").await();
                  return context.startDetached("Child", "x", CHILD);
                })
            .orchestrator("Child_v1", String.class, RetireReportTest::waiting)
            .activity("Charge_v1", String.class, card -> card)
            .activity("Charge_v2", String.class, card -> card)
            .start()) {
      String id = start(varve);
      AtomicBoolean first = new AtomicBoolean(true);
      HubStore restless =
          tapped((name, argument) -> {
            boolean instances = argument instanceof InstanceQuery all && all.pageSize() > 1;
            if (instances && first.getAndSet(false)) {
              varve.client().raiseEvent(id, "Go", null);
              varve.client().waitForInstanceCompletion(id, PATIENCE);
            }
          });
      RetireReport report =
          Retirement.of(restless, CurrentVersions.of(Map.of("Order", 2, "Charge", 2)))
              .settling(Duration.ZERO)
              .report();
      assertThat(first).isFalse();
      assertThat(hub.instance(CHILD.instanceId()).orElseThrow().completedAt()).isEmpty();
      assertThat(report.version(FunctionKey.activity("Charge_v1")).orElseThrow().verdict())
          .isInstanceOf(Verdict.NotYet.class);
    }
  }

  @Test
  void B4_an_interrupted_wait_is_not_called_safe() {
    try (Varve varve = shop()) {
      String id = hub.query(InstanceQuery.ALL).instances().get(0).instanceId();
      varve.client().terminate(id, null);
      varve.client().waitForInstanceCompletion(id, PATIENCE);
      Thread.currentThread().interrupt();
      RetireReport report = Retirement.of(hub, TWO).settling(PATIENCE).report();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(report.versions())
          .extracting(row -> row.verdict().outcome())
          .containsExactly(Outcome.CANNOT_TELL, Outcome.BLOCKED_BY);
    }
  }

  @Test
  void B4_bad_names_and_times_are_refused() {
    Retirement retirement = Retirement.of(hub, TWO);
    assertThatThrownBy(() -> retirement.onlyCalledBy("Order_v1", Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Order_v1");
    assertThatThrownBy(() -> retirement.onlyCalledBy("Order", Set.of("Invoice_v1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invoice_v1");
    assertThatThrownBy(() -> retirement.settling(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1S");
  }

  @Test
  void V12_the_log_names_each_missing_version_with_how_many_need_it_and_what_to_do() {
    shop().close();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.varve.versioning");
    logger.addAppender(lines);
    try (Varve varve = builder().beforeStart(StartUpCheck.logging()).start()) {
      assertThat(varve.residentInstances()).isZero();
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.WARN);
          assertThat(line.getFormattedMessage())
              .contains("hub orders", "orchestrator Order_v1 is missing: 1 in flight on it")
              .contains("register Order_v1 again");
        });
  }

  private interface Tap {
    void called(String method, Object firstArgument);
  }

  /** The hub itself, with somebody who hears of each call when it has been made. */
  private HubStore tapped(Tap tap) {
    return (HubStore)
        Proxy.newProxyInstance(
            HubStore.class.getClassLoader(),
            new Class<?>[] {HubStore.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(hub, arguments);
                tap.called(method.getName(), arguments == null ? "" : arguments[0]);
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
