package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.UnservedPolicy;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryEvent;
import dev.varve.storage.HubRecord;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.SessionRow;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.MissingVersionsException;
import dev.varve.versioning.retire.RetireReport;
import dev.varve.versioning.retire.Retirement;
import dev.varve.versioning.retire.StartUpCheck;
import dev.varve.versioning.retire.StartUpReport;
import dev.varve.versioning.retire.StartUpReport.Missing;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** V12: code that was removed while instances need it is noticed when the program starts. */
abstract class StartUpContract extends VersioningContract {
  private static final FunctionName ORDER_1 = FunctionName.parse("Order_v1");
  private static final FunctionName CHARGE_1 = FunctionName.parse("Charge_v1");
  private static final FunctionKey ORDER = FunctionKey.orchestrator(ORDER_1);
  private static final FunctionKey CHARGE = FunctionKey.activity(CHARGE_1);

  private Consumer<VarveBuilder> release(int version) {
    return Code.charging("Order_v" + version)
        .andThen(Code.activities(site.journal(), "Charge_v" + version));
  }

  private static Consumer<VarveBuilder> checked(StartUpCheck check) {
    return builder -> builder.beforeStart(check);
  }

  /** Instances of version 1 that wait for {@code Go}, and no worker that has their code. */
  private List<String> stranded(int count) {
    current("Order", 1);
    Worker able = site.deploy(release(1));
    List<String> ids = IntStream.range(0, count).mapToObj(i -> start("Order")).toList();
    ids.forEach(id -> awaitStatus(id, Code.WAITING));
    able.close();
    current("Order", 2);
    return ids;
  }

  private StartUpReport report(Set<FunctionName> orchestrators, Set<FunctionName> activities) {
    return StartUpCheck.logging().report(site.hub(), orchestrators, activities);
  }

  @Test
  void V12_the_report_names_what_is_missing_how_many_need_it_and_the_oldest() {
    List<String> ids = stranded(3);
    StartUpReport report =
        report(Set.of(FunctionName.parse("Order_v2")), Set.of(FunctionName.parse("Charge_v2")));
    assertThat(report.unreadable()).isEmpty();
    assertThat(report.missing()).extracting(Missing::function).containsExactly(ORDER, CHARGE);
    Missing order = report.missing().get(0);
    assertThat(order.running()).isEqualTo(3);
    assertThat(order.oldestId()).isEqualTo(ids.get(0));
    assertThat(order.explanation())
        .contains("Order_v1", "3 in flight", "'" + ids.get(0) + "'", "register Order_v1");
    Missing charge = report.missing().get(1);
    assertThat(charge.running()).isZero();
    assertThat(charge.callers())
        .singleElement()
        .satisfies(calling -> assertThat(calling.instances()).isEqualTo(3));
    assertThat(charge.explanation()).contains("3 of Order_v1 can still call it");
  }

  @Test
  void V12_what_is_registered_or_served_by_a_live_worker_is_not_missing() {
    stranded(1);
    assertThat(report(Set.of(ORDER_1), Set.of()).missing())
        .extracting(Missing::function)
        .containsExactly(CHARGE);
    Worker other = site.deploy(Code.activities(site.journal(), "Charge_v1"));
    assertThat(report(Set.of(ORDER_1), Set.of()).missing()).isEmpty();
    other.close();
    assertThat(report(Set.of(ORDER_1), Set.of(CHARGE_1)).missing()).isEmpty();
  }

  @Test
  void V12_strict_mode_refuses_to_start_lists_what_is_missing_and_writes_nothing() {
    String id = stranded(1).get(0);
    InstanceRow row = site.hub().instance(id).orElseThrow();
    List<HistoryEvent> history = history(id);
    List<SessionRow> sessions = site.hub().sessions();
    List<HubRecord> records = site.hub().records().list("");

    MissingVersionsException refused =
        catchThrowableOfType(
            MissingVersionsException.class,
            () -> site.deploy(release(2).andThen(checked(StartUpCheck.strict()))));

    assertThat(refused.missing()).extracting(Missing::function).containsExactly(ORDER, CHARGE);
    assertThat(refused).hasMessageContaining("was not started").hasMessageContaining(id);
    assertThat(site.hub().sessions())
        .extracting(SessionRow::id)
        .isEqualTo(sessions.stream().map(SessionRow::id).toList());
    assertThat(site.hub().instance(id)).contains(row);
    assertThat(history(id)).isEqualTo(history);
    assertThat(site.hub().records().list("")).isEqualTo(records);
  }

  @Test
  void V12_strict_mode_starts_when_the_version_is_back_and_the_instance_goes_on() {
    String id = stranded(1).get(0);
    site.deploy(release(1).andThen(release(2)).andThen(checked(StartUpCheck.strict())));
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Order_v1 Charge_v1");
  }

  @Test
  void V12_strict_mode_starts_beside_a_live_worker_that_has_the_version() {
    current("Order", 1);
    site.deploy(release(1));
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    site.deploy(release(2).andThen(checked(StartUpCheck.strict())));
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Order_v1 Charge_v1");
  }

  @Test
  void V12_a_start_that_was_put_off_does_not_keep_a_program_from_starting() {
    String id =
        client.scheduleNewOrchestrationInstance(
            "Order_v1", "x", StartOptions.DEFAULT.withUnserved(UnservedPolicy.DEFER));
    assertThat(report(Set.of(), Set.of()).missing()).isEmpty();
    site.deploy(release(2).andThen(checked(StartUpCheck.strict())));
    site.deploy(release(1).andThen(checked(StartUpCheck.strict())));
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Order_v1 Charge_v1");
  }

  @Test
  void V12_an_activity_that_was_called_by_its_full_name_is_missing_too() {
    Worker orchestrating =
        site.deploy(
            Code.orchestrator("Order_v1", (context, input) -> Code.call(context, "Charge_v1")));
    Worker charging =
        site.deploy(Code.activities(site.journal(), "Charge_v1"), Fate.immortal().heldBack());
    String id = start("Order");
    Site.await("it is scheduled", () -> !scheduled(id).isEmpty());
    charging.close();
    orchestrating.close();
    assertThatThrownBy(
            () -> site.deploy(Code.charging("Order_v1").andThen(checked(StartUpCheck.strict()))))
        .isInstanceOf(MissingVersionsException.class)
        .hasMessageContaining("activity Charge_v1 is missing: 1 call of it without an answer");
  }

  @Test
  void V12_what_a_retire_report_calls_safe_can_be_removed_in_strict_mode() {
    current("Order", 1);
    Worker both = site.deploy(release(1).andThen(release(2)));
    String one = start("Order");
    awaitStatus(one, Code.WAITING);
    current("Order", 2);
    String two = start("Order");
    awaitStatus(two, Code.WAITING);
    client.raiseEvent(one, "Go");
    ended(one);
    RetireReport report =
        Retirement.of(site.hub(), site.configuration()).settling(Duration.ofMillis(1)).report();
    assertThat(report.only(ORDER_1).exitCode()).isEqualTo(RetireReport.EXIT_SAFE);
    assertThat(report.only(CHARGE_1).exitCode()).isEqualTo(RetireReport.EXIT_SAFE);
    both.close();
    site.deploy(release(2).andThen(checked(StartUpCheck.strict())));
    client.raiseEvent(two, "Go");
    assertThat(output(two)).isEqualTo("Order_v2 Charge_v2");
  }

  @Test
  void B4_the_guard_refuses_a_build_that_lacks_a_version_and_lets_pass_what_nobody_calls() {
    current("Order", 1);
    Worker able = site.deploy(release(1));
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    able.close();
    Consumer<VarveBuilder> withoutCharge = Code.charging("Order_v1");
    assertThatThrownBy(() -> site.deploy(withoutCharge.andThen(checked(StartUpCheck.strict()))))
        .isInstanceOf(MissingVersionsException.class)
        .hasMessageContaining("activity Charge_v1");
    site.deploy(
        withoutCharge.andThen(
            checked(StartUpCheck.strict().onlyCalledBy("Charge", Set.of("Invoice")))));
  }

  @Test
  void V12_without_the_code_an_instance_is_asked_sent_to_suspended_resumed_ended_and_purged() {
    String id = stranded(1).get(0);
    Worker unable = site.deploy(release(2).andThen(checked(StartUpCheck.logging())));
    var client = unable.client();
    awaitCondition(id, InstanceCondition.WAITING_FOR_VERSION);
    assertThat(client.getInstanceMetadata(id).orElseThrow().runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(client.getInput(id, String.class)).isEqualTo("x");
    assertThat(history(id)).isNotEmpty();
    client.raiseEvent(id, "Go");
    client.suspendInstance(id, "a look at it");
    awaitRuntimeStatus(id, OrchestrationRuntimeStatus.SUSPENDED);
    client.resumeInstance(id, "looked at");
    awaitRuntimeStatus(id, OrchestrationRuntimeStatus.RUNNING);
    client.terminate(id, "enough");
    assertThat(output(id)).isEqualTo("enough");
    assertThat(client.purgeInstance(id)).isTrue();
    assertThat(client.getInstanceMetadata(id)).isEmpty();
    assertThat(report(Set.of(), Set.of()).missing()).isEmpty();
  }

  private void awaitRuntimeStatus(String id, OrchestrationRuntimeStatus status) {
    Site.await(id + " is " + status, () -> metadata(id).runtimeStatus() == status);
  }
}
