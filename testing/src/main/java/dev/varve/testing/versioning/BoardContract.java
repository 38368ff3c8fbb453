package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.UnknownFunctionException;
import dev.varve.UnservedPolicy;
import dev.varve.VarveBuilder;
import dev.varve.VersionSet;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.versioning.CapabilityBoard;
import dev.varve.versioning.CapabilityBoard.Gap;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** B9: who serves what, and what becomes of starts that nobody can run. */
abstract class BoardContract extends VersioningContract {
  private static final FunctionName ONE = FunctionName.parse("Order_v1");
  private static final FunctionName TWO = FunctionName.parse("Order_v2");
  private static final StartOptions DEFERRED =
      StartOptions.DEFAULT.withUnserved(UnservedPolicy.DEFER);

  private CapabilityBoard board() {
    return CapabilityBoard.of(site.hub(), site.configuration());
  }

  private List<String> serving(FunctionKind kind, FunctionName function) {
    return board().serving(kind, function).stream().map(CapabilityBoard.Worker::name).toList();
  }

  private Consumer<VarveBuilder> release(int version) {
    return Code.charging("Order_v" + version)
        .andThen(Code.activities(site.journal(), "Charge_v" + version));
  }

  private String defer(String name) {
    return client.scheduleNewOrchestrationInstance(name, "x", DEFERRED);
  }

  /** Nobody serves what is current, and somebody serves older code. */
  private String deferredToVersionTwo() {
    site.deploy(release(1));
    current("Order", 2);
    String id = defer("Order");
    assertThat(metadata(id).function()).isEqualTo(TWO);
    assertThat(metadata(id).condition()).contains(InstanceCondition.WAITING_FOR_VERSION);
    return id;
  }

  @Test
  void B9_the_board_tells_who_serves_what_since_when_and_with_which_build() {
    Instant before = site.hub().now();
    site.deploy(builder -> release(1).accept(builder.workerName("old").buildId("release-1")));
    site.deploy(
        builder -> release(1).andThen(release(2)).accept(builder.workerName("new").buildId("r2")));

    assertThat(serving(FunctionKind.ORCHESTRATOR, ONE)).containsExactly("old", "new");
    assertThat(serving(FunctionKind.ORCHESTRATOR, TWO)).containsExactly("new");
    assertThat(serving(FunctionKind.ACTIVITY, ONE)).isEmpty();
    assertThat(board().functions())
        .extracting(served -> served.kind().word() + " " + served.function())
        .containsExactly(
            "orchestrator Order_v1",
            "orchestrator Order_v2",
            "activity Charge_v1",
            "activity Charge_v2");
    CapabilityBoard.Worker old = board().serving(FunctionKind.ORCHESTRATOR, ONE).getFirst();
    assertThat(old.build()).isEqualTo("release-1");
    assertThat(old.historyFormats()).contains(1);
    assertThat(old.startedAt()).isBetween(before, site.hub().now());
    assertThat(board().functions().getFirst().since()).isEqualTo(old.startedAt());
    assertThat(board().toText())
        .contains("3 live workers")
        .contains("old, build release-1, since " + old.startedAt())
        .containsPattern("Order_v1 +orchestrator +\\S+ +old, new");
    assertThat(board().toJson())
        .contains("\"worker\" : \"old\"")
        .contains("\"function\" : \"Charge_v2\"");
  }

  @Test
  void B9_a_worker_that_leaves_or_dies_is_on_the_board_no_longer() {
    Worker leaving = site.deploy(release(1));
    Worker dying = site.deploy(release(1));
    site.deploy(builder -> release(1).accept(builder.workerName("staying")));
    assertThat(serving(FunctionKind.ORCHESTRATOR, ONE)).hasSize(3);
    leaving.close();
    dying.kill();
    Site.await(
        "one is left", () -> serving(FunctionKind.ORCHESTRATOR, ONE).equals(List.of("staying")));
  }

  @Test
  void B9_a_current_version_that_nobody_serves_is_on_the_board_until_somebody_does() {
    site.deploy(release(1));
    current("Order", 2);
    current("Charge", 3);
    current("Elsewhere", 7);
    assertThat(board().gaps())
        .contains(
            new Gap(FunctionKind.ORCHESTRATOR, TWO, "code"),
            new Gap(FunctionKind.ACTIVITY, FunctionName.parse("Charge_v3"), "code"));
    assertThat(board().toText())
        .contains("The current version Order_v2 (orchestrator, from code) is served by nobody");
    assertThat(board().toJson()).contains("\"servedByNobody\"").contains("\"Order_v2\"");
    current("Charge", 1);
    site.deploy(release(2));
    assertThat(board().gaps())
        .extracting(gap -> gap.function().base())
        .doesNotContain("Order", "Charge");
  }

  @Test
  void B9_a_start_that_nobody_can_run_is_refused_and_writes_nothing_unless_asked_to_wait() {
    site.deploy(release(1));
    current("Order", 2);
    assertThatThrownBy(() -> start("Order"))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("the current version of 'Order' is 2")
        .hasMessageContaining("Order_v1");
    assertThat(client.countInstances()).isEmpty();
    String id = defer("Order");
    assertThat(metadata(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.PENDING);
  }

  @Test
  void B9_a_deferred_start_runs_when_an_able_worker_comes_with_the_versions_of_that_moment() {
    String id = deferredToVersionTwo();
    assertThat(started(id).versionSetId()).isEqualTo(VersionSet.OPEN.id());
    client.raiseEvent(id, "Go");
    assertThat(metadata(id).conditionExplanation().orElseThrow())
        .contains("WAITING_FOR_VERSION(Order_v2)");

    site.deploy(release(2));
    assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
    ExecutionStarted taken = started(id);
    assertThat(taken.resolution()).isEqualTo(VersionResolution.CONFIGURED);
    assertThat(site.hub().records().versionSet(taken.versionSetId()).orElseThrow().activities())
        .containsEntry("Charge", 2);
    assertThat(client.getInput(id, String.class)).isEqualTo("x");
  }

  @Test
  void B9_a_deferred_start_with_a_wrong_input_fails_as_one_that_was_not_put_off() {
    String id = deferredToVersionTwo();
    site.deploy(
        builder -> builder.orchestrator("Order_v2", Integer.class, (context, input) -> "never"));
    assertThat(client.waitForInstanceCompletion(id, Site.PATIENCE).runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(started(id).continuedFrom()).isNull();
  }

  @Test
  void B9_a_deferred_start_keeps_its_version_whatever_becomes_current() {
    String id = deferredToVersionTwo();
    String exactly = client.scheduleNewOrchestrationInstance("Order", "x", DEFERRED.withVersion(2));
    String full = defer("Order_v2");
    current("Order", 1);
    site.deploy(release(2));
    for (String each : List.of(id, exactly, full)) {
      client.raiseEvent(each, "Go");
      assertThat(output(each)).isEqualTo("Order_v2 Charge_v2");
      assertThat(started(each).resolution()).isEqualTo(VersionResolution.RELATIVE);
    }
  }

  @Test
  void B9_a_deferred_start_whose_version_is_open_is_refused_and_writes_nothing() {
    assertThatThrownBy(() -> defer("Order"))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("'Order' is known in no version");
    site.deploy(release(1).andThen(release(2)));
    assertThatThrownBy(() -> defer("Order"))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("no source says which version of 'Order' is current");
    assertThatThrownBy(
            () -> client.scheduleNewOrchestrationInstance("Order_v7", "x", DEFERRED.withVersion(8)))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("names its version itself");
    assertThat(client.countInstances()).isEmpty();
  }

  @Test
  void B9_a_start_that_can_be_run_is_not_put_off_though_it_may_be() {
    current("Order", 2);
    site.deploy(release(2));
    String id = defer("Order");
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
    assertThat(started(id).continuedFrom()).isNull();
  }

  @Test
  void B9_a_deferred_start_keeps_its_events_in_order_and_can_be_managed_meanwhile() {
    String id = deferredToVersionTwo();
    String ended = defer("Order");
    client.terminate(ended, "never mind");
    assertThat(output(ended)).isEqualTo("never mind");
    client.suspendInstance(id, "wait a little more");
    Site.await(
        "it is suspended",
        () -> metadata(id).runtimeStatus() == OrchestrationRuntimeStatus.SUSPENDED);
    for (String word : List.of("a", "b", "c")) {
      client.raiseEvent(id, "Word", word);
    }
    client.resumeInstance(id, "now");
    site.deploy(
        Code.orchestrator(
            "Order_v2",
            (context, input) -> {
              StringBuilder told = new StringBuilder(input);
              for (int i = 0; i < 3; i++) {
                told.append(context.waitForExternalEvent("Word", String.class).await());
              }
              return told.toString();
            }));
    assertThat(output(id)).isEqualTo("xabc");
  }

  @Test
  void B9_a_deferred_start_for_later_is_not_run_before_its_time() {
    current("Order", 2);
    Instant due = site.hub().now().plusMillis(300);
    String id = client.scheduleNewOrchestrationInstance("Order", "x", DEFERRED.withStartTime(due));
    site.deploy(
        Code.orchestrator("Order_v2", (context, input) -> context.currentInstant().toString()));
    assertThat(Instant.parse(output(id))).isAfterOrEqualTo(due);
    OrchestrationMetadata ended = metadata(id);
    assertThat(ended.scheduledStart()).isPresent();
  }

  @Test
  void B9_a_deferred_start_finds_configured_activities_though_their_worker_comes_later() {
    current("Order", 2);
    current("Charge", 2);
    String id = defer("Order");
    site.deploy(Code.charging("Order_v2"));
    client.raiseEvent(id, "Go");
    Site.await("the activity is scheduled", () -> !scheduled(id).isEmpty());
    site.deploy(Code.activities(site.journal(), "Charge_v2", "Charge_v3"));
    assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
  }

  @Test
  void B9_a_deferred_start_waits_for_a_configured_version_of_an_activity_that_others_have() {
    String id = deferredToVersionTwo();
    current("Charge", 2);
    site.deploy(Code.charging("Order_v2"));
    awaitCondition(id, InstanceCondition.UNRESOLVED);
    assertThat(metadata(id).conditionExplanation().orElseThrow())
        .contains("the current version of 'Charge' is 2");
    client.raiseEvent(id, "Go");
    site.deploy(Code.activities(site.journal(), "Charge_v2"));
    assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
  }

  @Test
  void B9_a_deferred_start_that_a_wrong_entry_parked_goes_on_when_the_entry_is_repaired() {
    site.deploy(release(1));
    current("Order", 1);
    current("Charge", 7);
    String id = defer("Order");
    awaitCondition(id, InstanceCondition.UNRESOLVED);
    assertThat(metadata(id).conditionExplanation().orElseThrow())
        .contains("the current version of 'Charge' is 7", "upon which it is tried again");
    current("Charge", 1);
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Order_v1 Charge_v1");
  }

  @Test
  void B9_a_deferred_start_is_run_once_although_the_workers_that_take_it_up_are_killed() {
    String id = deferredToVersionTwo();
    client.raiseEvent(id, "Go");
    int processes = 0;
    while (!metadata(id).isFinished()) {
      Worker worker = site.deploy(release(2), Fate.dyingBehindWrite(1));
      Site.await(
          "it has died or the instance has ended",
          () -> worker.isDead() || metadata(id).isFinished());
      worker.kill();
      processes++;
      assertThat(processes).isLessThan(60);
    }
    assertThat(processes).isGreaterThan(1);
    assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
  }
}
