package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceAlreadyExistsException;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.RetryPolicy;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.TypeRef;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Orchestrations that start others. */
abstract class ChildContract extends EngineCase {
  private final AtomicInteger runs = new AtomicInteger();

  private VarveBuilder family() {
    return engine()
        .orchestrator("Item_v1", String.class, (ctx, in) -> in + " by " + parent(ctx))
        .orchestrator(
            "Waiting_v1",
            Void.class,
            (ctx, in) -> ctx.waitForExternalEvent("Go", String.class).await())
        .orchestrator(
            "Flaky_v1",
            String.class,
            (ctx, in) -> {
              if (ctx.callActivity("Count", 1, Integer.class).await() < 3) {
                throw new IllegalStateException("flaky child");
              }
              return "third time";
            })
        .activity("Count_v1", Integer.class, (Integer in) -> runs.incrementAndGet());
  }

  private static String parent(OrchestrationContext ctx) {
    return ctx.parentInstanceId().orElse("nobody");
  }

  private static SubOrchestrationOptions id(String id) {
    return SubOrchestrationOptions.DEFAULT.withInstanceId(id);
  }

  @Test
  void children_run_at_once_with_ids_of_their_own_and_answer_their_parent() {
    Varve varve =
        run(
            family()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      List<Task<String>> tasks = new ArrayList<>();
                      for (int i = 0; i < 10; i++) {
                        tasks.add(ctx.callSubOrchestrator("Item", "item " + i, String.class));
                      }
                      tasks.add(
                          ctx.callSubOrchestrator("Item", "named", String.class, id("item-11")));
                      return ctx.allOf(tasks).await();
                    }));
    start(varve, "Order", "o-1");
    assertThat(end(varve, "o-1").outputAs(new TypeRef<List<String>>() {}))
        .hasSize(11)
        .startsWith("item 0 by o-1", "item 1 by o-1")
        .endsWith("named by o-1");
    OrchestrationMetadata named = look(varve.client(), "item-11");
    assertThat(named.parentInstanceId()).contains("o-1");
    assertThat(named.isCompleted()).isTrue();
  }

  @Test
  void a_childs_failure_reaches_the_parent_with_its_details() {
    Varve varve =
        run(
            family()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      try {
                        return ctx.callSubOrchestrator("Flaky", "x", String.class).await();
                      } catch (TaskFailedException e) {
                        return e.taskName()
                            + " "
                            + e.details().message()
                            + " "
                            + e.details().isCausedBy(IllegalStateException.class);
                      }
                    }));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("Flaky_v1 flaky child true");
  }

  @Test
  void a_child_is_retried_under_new_ids_until_it_succeeds() {
    Varve varve =
        run(
            family()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) ->
                        ctx.callSubOrchestrator(
                                "Flaky",
                                "x",
                                String.class,
                                SubOrchestrationOptions.DEFAULT.withRetryPolicy(
                                    RetryPolicy.of(5, millis(10))))
                            .await()));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("third time");
    assertThat(runs).hasValue(3);
  }

  @Test
  void a_child_whose_id_is_taken_fails_and_leaves_the_other_alone() {
    Varve varve =
        run(
            family()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      try {
                        return ctx.callSubOrchestrator("Item", "x", String.class, id("taken"))
                            .await();
                      } catch (TaskFailedException e) {
                        return e.details().isCausedBy(InstanceAlreadyExistsException.class)
                            + " "
                            + e.details().message();
                      }
                    }));
    start(varve, "Waiting", "taken");
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).startsWith("true").contains("'taken'");
    varve.client().raiseEvent("taken", "Go", "untouched");
    assertThat(output(varve, "taken")).isEqualTo("untouched");
  }

  @Test
  void a_terminated_child_fails_its_task_and_a_cancelled_one_is_terminated() {
    Varve varve =
        run(
            family()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      Task<String> first =
                          ctx.callSubOrchestrator("Waiting", null, String.class, id("c-1"));
                      Task<String> second =
                          ctx.callSubOrchestrator("Waiting", null, String.class, id("c-2"));
                      ctx.setCustomStatus("begun");
                      String why = first.handle((v, e) -> e.getMessage()).await();
                      second.cancel();
                      return why;
                    }));
    start(varve, "Order", "o-1");
    awaitCustomStatus(varve, "o-1", "begun");
    Await.until("the child", () -> varve.client().getInstanceMetadata("c-1").isPresent());
    varve.client().terminate("c-1", null);
    assertThat(output(varve, "o-1")).contains("terminated");
    assertThat(end(varve, "c-2").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
  }

  @Test
  void a_detached_start_outlives_its_starter_also_when_that_is_terminated() {
    Varve varve =
        run(
            family()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      ctx.startDetached("Waiting", null, id("free"));
                      ctx.startDetached("Item", "x", id("free")); // taken: dropped
                      ctx.setCustomStatus("begun");
                      return ctx.waitForExternalEvent("Never", String.class).await();
                    }));
    start(varve, "Order", "o-1");
    awaitCustomStatus(varve, "o-1", "begun");
    varve.client().terminate("o-1", null, true);
    end(varve, "o-1");
    Await.until("the start", () -> varve.client().getInstanceMetadata("free").isPresent());
    varve.client().raiseEvent("free", "Go", "free");
    assertThat(output(varve, "free")).isEqualTo("free");
    assertThat(look(varve.client(), "free").parentInstanceId()).isEmpty();
  }

  @Test
  void a_child_may_start_later() {
    Varve varve =
        run(
            family()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      var begin = ctx.currentInstant();
                      ctx.callSubOrchestrator(
                              "Item",
                              "x",
                              String.class,
                              SubOrchestrationOptions.DEFAULT.withStartTime(
                                  begin.plusMillis(300)))
                          .await();
                      return Duration.between(begin, ctx.currentInstant()).toMillis() >= 300
                          ? "in time"
                          : "early";
                    }));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("in time");
  }
}
