package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.InstanceFinishedException;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.SubOrchestrationOptions;
import dev.varve.TypeRef;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Suspend, resume, terminate, purge. */
abstract class ManagementContract extends EngineCase {
  private final AtomicInteger charges = new AtomicInteger();

  private VarveBuilder orders(CountDownLatch gate) {
    return engine()
        .orchestrator(
            "Order_v1",
            Void.class,
            (ctx, in) -> {
              ctx.setCustomStatus("begun");
              ctx.setCustomStatus(ctx.callActivity("Charge", 1, String.class).await());
              List<Integer> seen = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                seen.add(ctx.waitForExternalEvent("Item", Integer.class).await());
              }
              return seen;
            })
        .orchestrator(
            "Timer_v1",
            Void.class,
            (ctx, in) -> {
              ctx.setCustomStatus("begun");
              ctx.createTimer(millis(400)).await();
              return "rung";
            })
        .orchestrator(
            "Parent_v1",
            String.class,
            (ctx, child) ->
                ctx.callSubOrchestrator(
                        "Order",
                        null,
                        Object.class,
                        SubOrchestrationOptions.DEFAULT.withInstanceId(child))
                    .await())
        .activity(
            "Charge_v1",
            Integer.class,
            (Integer in) -> {
              charges.incrementAndGet();
              pass(gate);
              return "charged";
            });
  }

  private CountDownLatch open() {
    CountDownLatch gate = gate();
    gate.countDown();
    return gate;
  }

  @Test
  void a_suspended_instance_buffers_events_and_loses_and_repeats_nothing() {
    Varve varve = run(orders(open()));
    start(varve, "Order", "o-1");
    awaitCustomStatus(varve, "o-1", "charged");
    varve.client().raiseEvent("o-1", "Item", 1);
    varve.client().suspendInstance("o-1", "a look at it");
    awaitStatus(varve, "o-1", OrchestrationRuntimeStatus.SUSPENDED);
    varve.client().suspendInstance("o-1", "twice");
    varve.client().raiseEvent("o-1", "Item", 2);
    varve.client().raiseEvent("o-1", "Item", 3);
    assertThat(look(varve.client(), "o-1").runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.SUSPENDED);
    varve.client().resumeInstance("o-1", "go on");
    assertThat(end(varve, "o-1").outputAs(new TypeRef<List<Integer>>() {}))
        .containsExactly(1, 2, 3);
    assertThat(charges).hasValue(1);
  }

  @Test
  void timers_due_while_suspended_fire_at_resume() {
    Varve varve = run(orders(open()));
    start(varve, "Timer", "t-1");
    start(varve, "Timer", "t-2");
    awaitCustomStatus(varve, "t-1", "begun");
    varve.client().suspendInstance("t-1", "wait");
    awaitStatus(varve, "t-1", OrchestrationRuntimeStatus.SUSPENDED);
    assertThat(output(varve, "t-2")).as("the other timer was due as well").isEqualTo("rung");
    assertThat(look(varve.client(), "t-1").runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.SUSPENDED);
    varve.client().resumeInstance("t-1", "go on");
    assertThat(output(varve, "t-1")).isEqualTo("rung");
  }

  @Test
  void a_result_that_comes_while_suspended_is_kept_and_the_activity_does_not_run_again() {
    CountDownLatch gate = gate();
    Varve varve = run(orders(gate));
    start(varve, "Order", "o-1");
    Await.until("the activity to run", () -> charges.get() == 1);
    varve.client().suspendInstance("o-1", "wait");
    awaitStatus(varve, "o-1", OrchestrationRuntimeStatus.SUSPENDED);
    gate.countDown();
    // The instance leaves memory once nothing runs for it any more.
    Await.until("the instance to leave", () -> varve.residentInstances() == 0);
    varve.client().resumeInstance("o-1", "go on");
    awaitCustomStatus(varve, "o-1", "charged");
    assertThat(charges).hasValue(1);
  }

  @Test
  void an_instance_suspended_by_one_worker_is_resumed_by_another() {
    Varve first = run(orders(open()));
    start(first, "Order", "o-1");
    awaitCustomStatus(first, "o-1", "charged");
    first.client().suspendInstance("o-1", "wait");
    awaitStatus(first, "o-1", OrchestrationRuntimeStatus.SUSPENDED);
    stop(first);
    Varve second = run(orders(open()));
    for (int i = 1; i <= 3; i++) {
      second.client().raiseEvent("o-1", "Item", i);
    }
    second.client().resumeInstance("o-1", "go on");
    assertThat(end(second, "o-1").outputAs(new TypeRef<List<Integer>>() {}))
        .containsExactly(1, 2, 3);
    assertThat(charges).hasValue(1);
  }

  @Test
  void terminate_works_while_pending_running_suspended_and_with_an_activity_running() {
    Varve varve = run(orders(gate()));
    Instant later = look(varve.client(), start(varve, "Timer", "t-0")).createdAt().plusSeconds(99);
    varve
        .client()
        .scheduleNewOrchestrationInstance(
            "Order", null, StartOptions.withId("pending").withStartTime(later));
    start(varve, "Order", "running");
    start(varve, "Timer", "suspended");
    Await.until("the activity to run", () -> charges.get() == 1);
    varve.client().suspendInstance("suspended", "wait");
    awaitStatus(varve, "suspended", OrchestrationRuntimeStatus.SUSPENDED);
    for (String id : List.of("pending", "running", "suspended")) {
      varve.client().terminate(id, "ended " + id);
      OrchestrationMetadata ended = end(varve, id);
      assertThat(ended.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
      assertThat(ended.outputAs(String.class)).isEqualTo("ended " + id);
    }
    assertThatThrownBy(() -> varve.client().terminate("running", "again"))
        .isInstanceOf(InstanceFinishedException.class)
        .hasMessageContaining("running");
  }

  @Test
  void terminate_takes_the_children_along_or_leaves_them_as_asked() {
    Varve varve = run(orders(gate()));
    start(varve, "Parent", "p-1", "c-1");
    start(varve, "Parent", "p-2", "c-2");
    Await.until("the children to work", () -> charges.get() == 2);
    varve.client().terminate("p-1", "out", true);
    varve.client().terminate("p-2", "out", false);
    assertThat(end(varve, "p-1").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    assertThat(end(varve, "p-2").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    assertThat(end(varve, "c-1").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    assertThat(look(varve.client(), "c-2").runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.RUNNING);
  }

  @Test
  void purge_removes_what_has_ended_and_nothing_else() {
    Varve varve = run(orders(open()));
    start(varve, "Timer", "done");
    start(varve, "Order", "open");
    end(varve, "done");
    assertThat(varve.client().purgeInstance("open")).isFalse();
    assertThat(varve.client().purgeInstance("nobody")).isFalse();
    assertThat(varve.client().purgeInstance("done")).isTrue();
    assertThat(varve.client().getInstanceMetadata("done")).isEmpty();
    assertThat(varve.client().getInstanceMetadata("open")).isPresent();
    start(varve, "Timer", "done");
    assertThat(output(varve, "done")).isEqualTo("rung");
  }

  @Test
  void purge_by_time_and_status_takes_all_that_match() {
    Varve varve = run(orders(open()));
    for (int i = 0; i < 12; i++) {
      start(varve, "Timer", "t-" + i);
    }
    start(varve, "Order", "open");
    varve.client().terminate(start(varve, "Order", "terminated"), null);
    end(varve, "terminated");
    Instant last = Instant.EPOCH;
    for (int i = 0; i < 12; i++) {
      Instant ended = end(varve, "t-" + i).completedAt().orElseThrow();
      last = ended.isAfter(last) ? ended : last;
    }
    Instant after = last.plus(Duration.ofSeconds(1));
    assertThat(varve.client().purgeInstances(Instant.EPOCH, Set.of())).isZero();
    assertThat(
            varve.client().purgeInstances(after, Set.of(OrchestrationRuntimeStatus.COMPLETED)))
        .isEqualTo(12);
    assertThat(varve.client().getInstanceMetadata("terminated")).isPresent();
    assertThat(varve.client().purgeInstances(after, Set.of())).isEqualTo(1);
    assertThat(varve.client().getInstanceMetadata("open")).isPresent();
  }
}
