package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.varve.CurrentVersions;
import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.UnservedPolicy;
import dev.varve.VarveBuilder;
import dev.varve.storage.AuditEntry;
import dev.varve.versioning.HubVersions;
import dev.varve.versioning.VersionSources;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.Calling;
import dev.varve.versioning.retire.InFlight;
import dev.varve.versioning.retire.Reach;
import dev.varve.versioning.retire.RetireReport;
import dev.varve.versioning.retire.RetireReport.OfVersion;
import dev.varve.versioning.retire.Retirement;
import dev.varve.versioning.retire.Verdict.BlockedBy;
import dev.varve.versioning.retire.Verdict.Blocker;
import dev.varve.versioning.retire.Verdict.CannotTell;
import dev.varve.versioning.retire.Verdict.NotYet;
import dev.varve.versioning.retire.Verdict.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** B4: whether a version can be removed is told from what is in flight and what starts get. */
abstract class RetireContract extends VersioningContract {
  private static final String CHARGED = "charged";

  private Worker deployBoth() {
    return site.deploy(
        Code.charging("Order_v1", "Order_v2")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")));
  }

  private Retirement retirement() {
    return Retirement.of(site.hub(), site.configuration()).settling(Duration.ZERO);
  }

  private OfVersion orchestrator(String name) {
    return orchestrator(retirement(), name);
  }

  private static OfVersion orchestrator(Retirement retirement, String name) {
    return row(retirement, FunctionKey.orchestrator(name));
  }

  private OfVersion activity(String name) {
    return activity(retirement(), name);
  }

  private static OfVersion activity(Retirement retirement, String name) {
    return row(retirement, FunctionKey.activity(name));
  }

  private static OfVersion row(Retirement retirement, FunctionKey function) {
    return retirement.report().version(function).orElseThrow();
  }

  private static Outcome outcome(OfVersion row) {
    return row.verdict().outcome();
  }

  private static List<Blocker> blockers(OfVersion row) {
    assertThat(row.verdict()).isInstanceOf(BlockedBy.class);
    return ((BlockedBy) row.verdict()).by();
  }

  private String waiting(String name) {
    String id = start(name);
    awaitStatus(id, Code.WAITING);
    return id;
  }

  private void end(String id) {
    client.raiseEvent(id, "Go");
    ended(id);
  }

  @Test
  void B4_a_version_is_not_yet_safe_while_an_instance_runs_on_it_and_safe_when_it_has_ended() {
    deployBoth();
    current("Order", 1);
    String id = waiting("Order");
    current("Order", 2);
    waiting("Order");

    OfVersion one = orchestrator("Order_v1");
    assertThat(one.inFlight()).isEqualTo(new InFlight(0, 1, 0, 0, 0));
    assertThat(one.oldest()).contains(metadata(id).createdAt());
    assertThat(one.servedBy()).containsExactly("process-2");
    assertThat(one.verdict())
        .isInstanceOfSatisfying(
            NotYet.class,
            notYet -> {
              assertThat(notYet.since()).isEqualTo(metadata(id).createdAt());
              assertThat(notYet.left()).containsExactly("1 in flight on it");
            });
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.NOT_YET);
    RetireReport before = retirement().report().only(FunctionName.parse("Order_v1"));
    assertThat(before.exitCode()).isEqualTo(RetireReport.EXIT_NOT_SAFE);
    assertThat(before.toText()).contains("orchestrator Order_v1: not yet", "1 in flight on it");

    end(id);
    OfVersion drained = orchestrator("Order_v1");
    assertThat(outcome(drained)).isEqualTo(Outcome.SAFE);
    assertThat(drained.inFlight().total()).isZero();
    assertThat(drained.ended()).isEqualTo(1);
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.SAFE);
    RetireReport after = retirement().report().only(FunctionName.parse("Order_v1"));
    assertThat(after.exitCode()).isEqualTo(RetireReport.EXIT_SAFE);
    assertThat(after.toText()).contains("orchestrator Order_v1: safe to remove");
  }

  @Test
  void B4_a_version_that_a_source_makes_current_is_blocked_by_it() {
    deployBoth();
    current("Order", 1);
    assertThat(orchestrator("Order_v1").namedBy()).containsExactly("code");
    assertThat(blockers(orchestrator("Order_v1")))
        .singleElement()
        .satisfies(blocker -> {
          assertThat(blocker.what()).contains("code");
          assertThat(blocker.todo()).contains("another version of Order");
        });

    current("Order", 2);
    assertThat(outcome(orchestrator("Order_v1"))).isEqualTo(Outcome.SAFE);
    site.configuration().remove("Order");
    site.configuration().setDefault(1);
    assertThat(orchestrator("Order_v1").namedBy()).containsExactly("default version, code");
    site.configuration().set("Order", 2);
    assertThat(outcome(orchestrator("Order_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_a_version_that_a_record_of_the_hub_makes_current_is_blocked_though_code_overrides_it() {
    deployBoth();
    HubVersions.of(site.hub()).set("Order", 1, "ann", "");
    current("Order", 2);
    assertThat(orchestrator("Order_v1").namedBy()).containsExactly("the records of hub versions");
    assertThat(outcome(orchestrator("Order_v1"))).isEqualTo(Outcome.BLOCKED_BY);
    HubVersions.of(site.hub()).set("Order", 2, "ann", "");
    assertThat(outcome(orchestrator("Order_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_the_only_version_ever_known_is_blocked_until_a_source_names_another() {
    site.deploy(Code.answering("Order_v1"));
    output(start("Order"));
    site.deploy(Code.answering("Order_v2"));
    assertThat(orchestrator("Order_v1").namedBy())
        .containsExactly("hub record of the only version");
    current("Order", 2);
    assertThat(outcome(orchestrator("Order_v1"))).isEqualTo(Outcome.SAFE);
  }

  /** Charges after {@code Go} and ends after {@code End}. */
  private static Consumer<VarveBuilder> chargingAndWaiting(String name) {
    return Code.orchestrator(
        name,
        (context, input) -> {
          Code.waitForGo(context);
          String charge = Code.call(context, "Charge");
          context.setCustomStatus(CHARGED);
          context.waitForExternalEvent("End").await();
          return charge;
        });
  }

  @Test
  void B4_an_activity_is_needed_by_who_waits_for_it_by_who_called_it_and_by_who_can_call_it() {
    current("Order", 1);
    site.deploy(chargingAndWaiting("Order_v1").andThen(Code.answering("Order_v2")));
    Worker charging = site.deploy(Code.activities(site.journal(), "Charge_v1", "Charge_v2"));
    String waits = waiting("Order");
    String canCall = waiting("Order");
    String hasCalled = waiting("Order");
    client.raiseEvent(hasCalled, "Go");
    awaitStatus(hasCalled, CHARGED);
    charging.close();
    site.deploy(Code.activities(site.journal(), "Charge_v2"));
    client.raiseEvent(waits, "Go");
    Site.await("it is scheduled", () -> scheduled(waits).contains("Charge_v1"));
    current("Order", 2);
    current("Charge", 2);

    OfVersion unserved = activity("Charge_v1");
    assertThat(unserved.inFlight()).isEqualTo(new InFlight(1, 0, 0, 0, 0));
    assertThat(unserved.callers())
        .extracting(Calling::reach, Calling::instances, Calling::oldestId)
        .containsExactly(
            tuple(Reach.WAITS_FOR_IT, 1L, waits),
            tuple(Reach.HAS_CALLED, 1L, hasCalled),
            tuple(Reach.CAN_CALL, 1L, canCall));
    assertThat(blockers(unserved))
        .extracting(Blocker::what)
        .containsExactly("1 call of it without an answer, and no live worker serves it");

    site.deploy(Code.activities(site.journal(), "Charge_v1"));
    awaitStatus(waits, CHARGED);
    assertThat(activity("Charge_v1").callers())
        .extracting(Calling::reach, Calling::instances)
        .containsExactly(tuple(Reach.HAS_CALLED, 2L), tuple(Reach.CAN_CALL, 1L));
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.NOT_YET);
    client.terminate(canCall, "not that one");
    ended(canCall);
    for (String id : List.of(waits, hasCalled)) {
      client.raiseEvent(id, "End");
      ended(id);
    }
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_a_start_that_waits_for_a_worker_can_still_get_what_is_served_until_then() {
    current("Order", 2);
    current("Charge", 2);
    site.deploy(Code.activities(site.journal(), "Charge_v1", "Charge_v2"));
    String id =
        client.scheduleNewOrchestrationInstance(
            "Order_v1", "x", StartOptions.DEFAULT.withUnserved(UnservedPolicy.DEFER));
    assertThat(activity("Charge_v1").callers())
        .singleElement()
        .satisfies(calling -> assertThat(calling.oldestId()).isEqualTo(id));
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.NOT_YET);
  }

  @Test
  void B4_a_parent_whose_version_set_has_the_child_can_still_call_it() {
    current("Order", 1);
    site.deploy(
        Code.answering("Child_v1", "Child_v2")
            .andThen(
                Code.orchestrator(
                    "Order_v1",
                    (context, input) -> {
                      Code.waitForGo(context);
                      return context.callSubOrchestrator("Child", "x", String.class).await();
                    }))
            .andThen(Code.answering("Order_v2")));
    String id = waiting("Order");
    current("Order", 2);
    current("Child", 2);
    OfVersion child = orchestrator("Child_v1");
    assertThat(child.inFlight().total()).isZero();
    assertThat(child.callers())
        .singleElement()
        .satisfies(calling -> {
          assertThat(calling.orchestrator()).hasToString("Order_v1");
          assertThat(calling.reach()).isEqualTo(Reach.CAN_CALL);
          assertThat(calling.oldestId()).isEqualTo(id);
        });
    assertThat(outcome(child)).isEqualTo(Outcome.NOT_YET);
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Child_v1");
    assertThat(outcome(orchestrator("Child_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_a_full_name_that_was_called_counts_though_the_version_set_says_another() {
    current("Order", 2);
    site.deploy(
        Code.activities(site.journal(), "Charge_v1", "Charge_v2")
            .andThen(
                Code.orchestrator(
                    "Order_v2",
                    (context, input) -> {
                      String charge = Code.call(context, "Charge_v1");
                      Code.waitForGo(context);
                      return charge;
                    })));
    String id = waiting("Order");
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.NOT_YET);
    assertThat(activity("Charge_v1").callers())
        .extracting(Calling::reach)
        .containsExactly(Reach.HAS_CALLED);
    end(id);
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_who_never_calls_it_does_not_count_once_that_is_said_and_a_recorded_call_always_does() {
    deployBoth();
    site.deploy(
        Code.orchestrator(
            "Invoice_v1",
            (context, input) -> {
              Code.waitForGo(context);
              return "";
            }));
    current("Order", 1);
    waiting("Invoice");
    String order = waiting("Order");
    current("Order", 2);
    current("Charge", 2);
    assertThat(activity("Charge_v1").callers())
        .extracting(calling -> calling.orchestrator().toString())
        .containsExactly("Invoice_v1", "Order_v1");
    Retirement told =
        retirement().onlyCalledBy("Charge", Set.of("Order")).onlyCalledBy("Order", Set.of());
    assertThat(activity(told, "Charge_v1").callers())
        .extracting(calling -> calling.orchestrator().toString())
        .containsExactly("Order_v1");
    assertThat(outcome(activity(told, "Charge_v1"))).isEqualTo(Outcome.NOT_YET);
    end(order);
    assertThat(outcome(activity(told, "Charge_v1"))).isEqualTo(Outcome.SAFE);
    assertThat(outcome(orchestrator(told, "Order_v1"))).isEqualTo(Outcome.SAFE);
    assertThat(outcome(orchestrator("Order_v1"))).isEqualTo(Outcome.NOT_YET);

    site.deploy(chargingAndWaiting("Return_v1"));
    String wrongly = waiting("Return");
    client.raiseEvent(wrongly, "Go");
    awaitStatus(wrongly, CHARGED);
    Retirement wrong = retirement().onlyCalledBy("Charge", Set.of());
    assertThat(activity(wrong, "Charge_v2").callers())
        .extracting(Calling::reach)
        .containsExactly(Reach.HAS_CALLED);
  }

  @Test
  void B4_what_a_child_would_call_is_needed_by_a_parent_that_has_not_started_the_child() {
    current("Order", 1);
    site.deploy(
        Code.orchestrator(
                "Order_v1",
                (context, input) -> {
                  Code.waitForGo(context);
                  return context.callSubOrchestrator("Parcel", "x", String.class).await();
                })
            .andThen(Code.orchestrator("Parcel_v1", (context, input) -> Code.call(context, "Ship")))
            .andThen(Code.answering("Order_v2", "Parcel_v2"))
            .andThen(Code.activities(site.journal(), "Ship_v1", "Ship_v2")));
    String id = waiting("Order");
    current("Order", 2);
    current("Parcel", 2);
    current("Ship", 2);
    Retirement told = retirement().onlyCalledBy("Ship", Set.of("Parcel"));
    assertThat(activity(told, "Ship_v1").callers())
        .extracting(calling -> calling.orchestrator().toString(), Calling::reach)
        .containsExactly(tuple("Order_v1", Reach.CAN_CALL));
    assertThat(outcome(activity(told, "Ship_v1"))).isEqualTo(Outcome.NOT_YET);
    assertThat(activity(told, "Ship_v2").startedBy())
        .extracting(FunctionName::toString)
        .containsExactly("Order_v2", "Parcel_v2");
    Retirement nobody = told.onlyCalledBy("Parcel", Set.of());
    assertThat(outcome(activity(nobody, "Ship_v1"))).isEqualTo(Outcome.SAFE);
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Ship_v1");
    assertThat(outcome(activity(told, "Ship_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_an_activity_that_new_starts_would_call_is_blocked_until_a_source_names_another() {
    current("Order", 2);
    site.deploy(
        Code.charging("Order_v2", "Invoice_v1")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")));
    assertThat(activity("Charge_v1").startedBy()).containsExactly(FunctionName.parse("Invoice_v1"));
    assertThat(blockers(activity("Charge_v1")))
        .singleElement()
        .satisfies(blocker -> assertThat(blocker.what()).contains("Invoice_v1"));
    current("Charge", 2);
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.SAFE);
    assertThat(activity("Charge_v2").namedBy()).containsExactly("code");
    current("Charge", 3);
    assertThat(activity("Charge_v3").namedBy()).containsExactly("code");
    assertThat(activity("Charge_v3").servedBy()).isEmpty();
  }

  private static String slow(OrchestrationContext context, String input) {
    Code.waitForGo(context);
    context.setCustomStatus("sleeping");
    context.createTimer(Duration.ofDays(30)).await();
    return "";
  }

  @Test
  void B4_what_is_in_flight_is_told_apart_with_the_next_time_it_is_due_by_itself() {
    site.deploy(Code.orchestrator("Order_v1", RetireContract::slow));
    current("Order", 1);
    waiting("Order");
    String sleeping = waiting("Order");
    client.raiseEvent(sleeping, "Go");
    awaitStatus(sleeping, "sleeping");
    Instant later = site.hub().now().plus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
    client.scheduleNewOrchestrationInstance(
        "Order", "x", StartOptions.DEFAULT.withStartTime(later));
    String suspended = waiting("Order");
    client.suspendInstance(suspended, "for a while");
    Site.await(
        "it is suspended",
        () -> metadata(suspended).runtimeStatus() == OrchestrationRuntimeStatus.SUSPENDED);
    site.deploy(Code.answering("Order_v2"));
    current("Order", 2);

    OfVersion row = orchestrator("Order_v1");
    assertThat(row.inFlight()).isEqualTo(new InFlight(0, 2, 1, 1, 0));
    assertThat(row.nextWakeUp()).contains(later);
    assertThat(blockers(row))
        .extracting(Blocker::what)
        .containsExactly("1 in flight on it, suspended");
    assertThat(((BlockedBy) row.verdict()).left()).containsExactly("3 in flight on it");
  }

  @Test
  void B4_a_parked_instance_blocks_since_it_does_not_end_by_itself() {
    current("Order", 1);
    Worker before = deployBoth();
    String id = waiting("Order");
    before.close();
    site.deploy(Code.orchestrator("Order_v1", (context, input) -> Code.call(context, "Charge")));
    site.deploy(
        Code.answering("Order_v2")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")));
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.DIVERGED);
    current("Order", 2);
    assertThat(orchestrator("Order_v1").inFlight()).isEqualTo(new InFlight(0, 0, 0, 0, 1));
    assertThat(blockers(orchestrator("Order_v1")))
        .extracting(Blocker::what)
        .containsExactly("1 in flight on it, parked");
  }

  @Test
  void B4_instances_that_no_live_worker_serves_block_and_the_report_says_so() {
    current("Order", 1);
    Worker before = deployBoth();
    waiting("Order");
    before.close();
    current("Order", 2);
    site.deploy(Code.answering("Order_v2"));
    assertThat(blockers(orchestrator("Order_v1")))
        .extracting(Blocker::what)
        .containsExactly("1 in flight on it, and no live worker serves it");
  }

  @Test
  void B4_a_version_without_a_trace_cannot_be_told() {
    deployBoth();
    RetireReport report = retirement().report().only(FunctionName.parse("Ordr_v1"));
    assertThat(report.exitCode()).isEqualTo(RetireReport.EXIT_CANNOT_TELL);
    assertThat(report.toText()).contains("hub versions has no trace of Ordr_v1");
  }

  @Test
  void B4_with_a_broken_source_it_cannot_be_told_what_starts_get() {
    deployBoth();
    current("Order", 2);
    var unused =
        site.hub()
            .records()
            .compareAndSet(
                "current-version/Order",
                0,
                "one",
                new AuditEntry.Draft("ann", "test", "Order", "a broken record"));
    assertThat(orchestrator("Order_v1").verdict())
        .isInstanceOfSatisfying(
            CannotTell.class, verdict -> assertThat(verdict.why()).contains("'one' of 'Order'"));
  }

  private static void isOpenBecauseOf(String base, OfVersion row) {
    assertThat(row.verdict())
        .isInstanceOfSatisfying(
            CannotTell.class,
            verdict -> assertThat(verdict.why()).contains("current version of '" + base + "'"));
  }

  @Test
  void B4_while_a_wrong_source_refuses_all_starts_it_cannot_be_told_what_they_will_call() {
    site.deploy(
        Code.charging("Order_v1")
            .andThen(
                Code.activities(site.journal(), "Charge_v1", "Charge_v2", "Mail_v1", "Mail_v2")));
    current("Order", 1);
    current("Mail", 3);
    isOpenBecauseOf("Mail", activity("Charge_v1"));
    assertThat(outcome(activity("Charge_v2"))).isEqualTo(Outcome.SAFE);
    assertThat(outcome(activity("Mail_v1"))).isEqualTo(Outcome.SAFE);
    Retirement told = retirement().onlyCalledBy("Charge", Set.of());
    assertThat(outcome(activity(told, "Charge_v1"))).isEqualTo(Outcome.SAFE);
    current("Mail", 2);
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.BLOCKED_BY);
  }

  @Test
  void B4_while_no_worker_serves_what_is_current_it_cannot_be_told_what_its_starts_will_call() {
    current("Invoice", 1);
    site.deploy(Code.activities(site.journal(), "Charge_v1", "Charge_v2"));
    Worker invoicing = site.deploy(Code.charging("Invoice_v1"));
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.BLOCKED_BY);
    invoicing.close();
    isOpenBecauseOf("Invoice", activity("Charge_v1"));
    current("Charge", 2);
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_what_starts_by_an_overridden_record_of_the_hub_would_call_is_blocked_too() {
    deployBoth();
    HubVersions.of(site.hub()).set("Order", 1, "ann", "");
    current("Order", 2);
    assertThat(activity("Charge_v1").startedBy()).containsExactly(FunctionName.parse("Order_v1"));
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.BLOCKED_BY);
    HubVersions.of(site.hub()).set("Order", 2, "ann", "");
    assertThat(outcome(activity("Charge_v1"))).isEqualTo(Outcome.SAFE);
  }

  @Test
  void B4_what_was_current_a_moment_ago_is_not_yet_safe_since_starts_may_be_on_their_way() {
    deployBoth();
    CurrentVersions.Snapshot one = VersionSources.inCode(Map.of("Order", 1)).snapshot();
    CurrentVersions.Snapshot two = VersionSources.inCode(Map.of("Order", 2)).snapshot();
    AtomicInteger asked = new AtomicInteger();
    CurrentVersions moving = () -> asked.getAndIncrement() == 0 ? one : two;
    RetireReport report = Retirement.of(site.hub(), moving).settling(Duration.ofMillis(1)).report();
    OfVersion row = report.version(FunctionKey.orchestrator("Order_v1")).orElseThrow();
    assertThat(row.verdict())
        .isInstanceOfSatisfying(
            NotYet.class,
            notYet ->
                assertThat(notYet.left()).singleElement().asString().contains("on their way"));
    assertThat(asked).hasValue(2);
  }

  @Test
  void B4_the_report_writes_nothing_and_no_worker_appears() {
    deployBoth();
    current("Order", 1);
    String id = waiting("Order");
    var row = site.hub().instance(id);
    var history = history(id);
    int sessions = site.hub().sessions().size();
    var records = site.hub().records().list("");
    retirement().report();
    assertThat(site.hub().instance(id)).isEqualTo(row);
    assertThat(history(id)).isEqualTo(history);
    assertThat(site.hub().sessions()).hasSize(sessions);
    assertThat(site.hub().records().list("")).isEqualTo(records);
  }
}
