package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.VarveBuilder;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V9 and V10: workers with different versions on one store. */
abstract class WorkerContract extends VersioningContract {
  private static final int MANY = 25;
  private static final int LOOKS = 3;

  @BeforeEach
  void versionTwoIsCurrent() {
    current("Order", 2);
  }

  private Consumer<VarveBuilder> release(Journal journal, int version) {
    return Code.charging("Order_v" + version)
        .andThen(Code.activities(journal, "Charge_v" + version));
  }

  private Worker deployRelease(int version) {
    return site.deploy(release(site.journal(), version));
  }

  /** An instance of version 2 that waits for {@code Go}, and no worker that has its code. */
  private String stranded() {
    Worker able = deployRelease(2);
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    able.kill();
    awaitCondition(id, InstanceCondition.WAITING_FOR_VERSION);
    return id;
  }

  @Test
  void V9_a_worker_without_v2_never_runs_or_alters_v2_instances_while_another_one_does() {
    Journal ofOld = new Journal();
    Journal ofNew = new Journal();
    Worker old = site.deploy(release(ofOld, 1));
    site.deploy(release(ofNew, 2));
    List<String> twos = new ArrayList<>();
    List<String> ones = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      twos.add(old.client().scheduleNewOrchestrationInstance("Order", "x"));
      ones.add(old.client().scheduleNewOrchestrationInstance("Order_v1", "x"));
    }
    twos.forEach(id -> client.raiseEvent(id, "Go"));
    ones.forEach(id -> client.raiseEvent(id, "Go"));
    assertThat(twos)
        .allSatisfy(id -> {
          assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
          assertThat(ofOld.of(id)).isEmpty();
          assertThat(ofNew.of(id)).hasSize(1);
        });
    assertThat(ones)
        .allSatisfy(id -> {
          assertThat(output(id)).isEqualTo("Order_v1 Charge_v1");
          assertThat(ofNew.of(id)).isEmpty();
          assertThat(ofOld.of(id)).hasSize(1);
        });
  }

  @Test
  void V9_without_an_able_worker_an_instance_waits_visibly_and_its_history_does_not_grow() {
    String id = stranded();
    Worker unable = deployRelease(1);
    client.raiseEvent(id, "Go");
    List<HistoryEvent> before = history(id);
    for (int i = 0; i < MANY; i++) {
      String one = start("Order_v1");
      client.raiseEvent(one, "Go");
      assertThat(output(one)).isEqualTo("Order_v1 Charge_v1");
    }
    assertThat(unable.isDead()).isFalse();
    assertThat(history(id)).isEqualTo(before);
    assertThat(metadata(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(metadata(id).conditionExplanation().orElseThrow())
        .contains("WAITING_FOR_VERSION(Order_v2)");
  }

  @Test
  void V9_a_worker_that_cannot_serve_what_is_due_does_not_look_for_it_busily() {
    String id = stranded();
    client.raiseEvent(id, "Go");
    Worker unable = deployRelease(1);
    long settled = unable.fetches() + 2;
    Site.await("it has settled", () -> unable.fetches() >= settled);
    long began = System.nanoTime();
    long first = unable.fetches();
    Site.await("it has looked again", () -> unable.fetches() >= first + LOOKS);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(500));
    assertThat(metadata(id).condition()).contains(InstanceCondition.WAITING_FOR_VERSION);
  }

  @Test
  void V9_a_waiting_instance_goes_on_when_an_able_worker_arrives() {
    String id = stranded();
    deployRelease(1);
    client.raiseEvent(id, "Go");
    deployRelease(2);
    assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
    assertThat(site.journal().runs(id, "Charge")).isEqualTo(1);
  }

  @Test
  void V9_an_instance_that_no_worker_serves_is_suspended_resumed_terminated_and_purged_by_any() {
    String id = stranded();
    deployRelease(1);
    client.suspendInstance(id, "a look at it");
    Site.await(
        "it is suspended",
        () -> metadata(id).runtimeStatus() == OrchestrationRuntimeStatus.SUSPENDED);
    client.resumeInstance(id, "looked at");
    Site.await(
        "it is resumed", () -> metadata(id).runtimeStatus() == OrchestrationRuntimeStatus.RUNNING);
    assertThat(client.purgeInstance(id)).isFalse();
    client.terminate(id, "enough");
    assertThat(output(id)).isEqualTo("enough");
    assertThat(metadata(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    assertThat(client.purgeInstance(id)).isTrue();
    assertThat(client.getInstanceMetadata(id)).isEmpty();
  }

  @Test
  void V9_what_a_worker_without_the_code_did_to_an_instance_does_not_disturb_its_completion() {
    String id = stranded();
    Worker unable = deployRelease(1);
    client.suspendInstance(id, "a look at it");
    Site.await(
        "it is suspended",
        () -> metadata(id).runtimeStatus() == OrchestrationRuntimeStatus.SUSPENDED);
    client.raiseEvent(id, "Go");
    client.resumeInstance(id, "looked at");
    Site.await(
        "it is resumed", () -> metadata(id).runtimeStatus() == OrchestrationRuntimeStatus.RUNNING);
    unable.close();
    deployRelease(2);
    assertThat(output(id)).isEqualTo("Order_v2 Charge_v2");
  }

  @Test
  void V10_an_activity_queued_before_a_deployment_is_run_by_code_of_its_own_version_after_it() {
    current("Order", 1);
    Worker activities =
        site.deploy(Code.activities(site.journal(), "Charge_v1"), Fate.immortal().heldBack());
    Worker orchestrators = site.deploy(Code.charging("Order_v1"));
    String id = start("Order");
    client.raiseEvent(id, "Go");
    Site.await("it is scheduled", () -> !scheduled(id).isEmpty());
    TaskScheduled queued = history(id, TaskScheduled.class).getFirst();
    assertThat(queued.function()).hasToString("Charge_v1");
    assertThat(queued.placement()).isEqualTo(Placement.QUEUED);
    activities.kill();
    orchestrators.kill();

    current("Order", 2);
    deployRelease(2);
    deployRelease(1);
    assertThat(output(id)).isEqualTo("Order_v1 Charge_v1");
    assertThat(site.journal().of(id)).hasSize(1).allMatch(run -> run.version() == 1);
  }

  @Test
  void V10_a_queued_activity_waits_for_code_of_its_own_version() {
    current("Order", 1);
    Worker activities =
        site.deploy(Code.activities(site.journal(), "Charge_v1"), Fate.immortal().heldBack());
    site.deploy(Code.charging("Order_v1"));
    String id = start("Order");
    client.raiseEvent(id, "Go");
    Site.await("it is scheduled", () -> !scheduled(id).isEmpty());
    activities.kill();
    deployRelease(2);
    String other = start("Order_v2");
    client.raiseEvent(other, "Go");
    assertThat(output(other)).isEqualTo("Order_v2 Charge_v2");
    assertThat(site.journal().of(id)).isEmpty();
    site.deploy(Code.activities(site.journal(), "Charge_v1"));
    assertThat(output(id)).isEqualTo("Order_v1 Charge_v1");
  }
}
