package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.CurrentVersions;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.RetryPolicy;
import dev.varve.StartOptions;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.TypeRef;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VersionChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Orchestrations that start others, and those that follow themselves. */
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

  private VarveBuilder rounds(int current) {
    VarveBuilder builder = engine().currentVersions(CurrentVersions.of(Map.of("Round", current)));
    for (int version = 1; version <= 3; version++) {
      int mine = version;
      builder.orchestrator(
          "Round_v" + version,
          new TypeRef<List<String>>() {},
          (ctx, before) -> {
            List<String> trail = before == null ? new ArrayList<>() : before;
            trail.add("v" + mine);
            ctx.setCustomStatus("round " + trail.size());
            String next = ctx.waitForExternalEvent("Next", String.class).await();
            switch (next) {
              case "same" -> ctx.continueAsNew(trail);
              case "current" -> ctx.continueAsNew(trail, VersionChoice.current(), true);
              case "three" -> ctx.continueAsNew(trail, VersionChoice.exactly(3), true);
              default -> trail.add(next);
            }
            return trail;
          });
    }
    return builder;
  }

  private static List<String> trail(Varve varve, String... steps) {
    for (String step : steps) {
      varve.client().raiseEvent("r-1", "Next", step);
    }
    return end(varve, "r-1").outputAs(new TypeRef<List<String>>() {});
  }

  @Test
  void continue_as_new_stays_on_its_version_or_takes_the_one_asked_for() {
    Varve varve = run(rounds(2));
    varve
        .client()
        .scheduleNewOrchestrationInstance(
            "Round", null, StartOptions.withId("r-1").withVersion(1));
    assertThat(trail(varve, "same", "current", "same", "three", "end"))
        .containsExactly("v1", "v1", "v2", "v2", "v3", "end");
    assertThat(look(varve.client(), "r-1").function().version()).isEqualTo(3);
  }

  @Test
  void continue_as_new_on_the_current_version_never_goes_to_a_lower_one() {
    Varve varve = run(rounds(1));
    varve
        .client()
        .scheduleNewOrchestrationInstance(
            "Round", null, StartOptions.withId("r-1").withVersion(3));
    assertThat(trail(varve, "current", "end")).containsExactly("v3", "v3", "end");
  }

  @Test
  void continue_as_new_changes_the_execution_and_starts_a_new_history() {
    Varve varve = run(rounds(1));
    start(varve, "Round", "r-1");
    awaitCustomStatus(varve, "r-1", "round 1");
    String first = look(varve.client(), "r-1").executionId();
    varve.client().raiseEvent("r-1", "Next", "same");
    awaitCustomStatus(varve, "r-1", "round 2");
    assertThat(look(varve.client(), "r-1").executionId()).isNotEqualTo(first);
    assertThat(history(varve, "r-1")).hasSize(1);
  }

  @Test
  void a_side_effect_is_recorded_once_also_across_workers() {
    VarveBuilder builder = sideEffects();
    Varve first = run(builder);
    start(first, "Effect", "e-1");
    awaitCustomStatus(first, "e-1", "1");
    stop(first);
    Varve second = run(sideEffects());
    second.client().raiseEvent("e-1", "Go");
    assertThat(end(second, "e-1").outputAs(Integer.class)).isEqualTo(1);
    assertThat(runs).hasValue(1);
  }

  private VarveBuilder sideEffects() {
    return engine()
        .orchestrator(
            "Effect_v1",
            Void.class,
            (ctx, in) -> {
              int value = ctx.sideEffect(Integer.class, runs::incrementAndGet);
              ctx.setCustomStatus("" + value);
              ctx.waitForExternalEvent("Go").await();
              return value;
            });
  }

  @Test
  void a_custom_status_survives_a_change_of_workers_and_can_be_cleared() {
    Varve first = run(sideEffects());
    start(first, "Effect", "e-1");
    awaitCustomStatus(first, "e-1", "1");
    stop(first);
    Varve second = run(sideEffects());
    assertThat(look(second.client(), "e-1").customStatusAs(String.class)).isEqualTo("1");
    second.client().raiseEvent("e-1", "Go");
    assertThat(end(second, "e-1").customStatusAs(String.class)).isEqualTo("1");
  }
}
