package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ActivityContext;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.InputEvent.TaskFailed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What becomes of the children of an instance that is rewound. */
abstract class RewindChildContract extends EngineCase {
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  private VarveBuilder family(Orchestrator<String, String> parent) {
    return engine()
        .orchestrator("Parent_v1", String.class, parent)
        .orchestrator(
            "Child_v1",
            String.class,
            (ctx, in) -> done(ctx, in + ".a") + " " + done(ctx, in + ".b"))
        .orchestrator(
            "Waiting_v1",
            String.class,
            (ctx, in) -> {
              String before = done(ctx, in + ".a");
              ctx.setCustomStatus("waits");
              return before + ctx.waitForExternalEvent("Go", String.class).await();
            })
        .orchestrator(
            "Late_v1",
            String.class,
            (ctx, in) -> {
              String before = done(ctx, in + ".a");
              ctx.setCustomStatus("waits");
              ctx.waitForExternalEvent("Go").await();
              return before + " " + done(ctx, in + ".b");
            })
        .orchestrator(
            "Middle_v1",
            String.class,
            (ctx, in) -> done(ctx, in + ".m") + " " + child(ctx, "Child", in + "-c").await())
        .activity("Do_v1", String.class, this::work);
  }

  private String work(ActivityContext context, String what) {
    int run = runs.merge(what, 1, Integer::sum);
    if (broken.contains(what)) {
      throw new IllegalStateException(what + " is broken");
    }
    return what + run;
  }

  private static String done(OrchestrationContext ctx, String what) {
    return ctx.callActivity("Do", what, String.class).await();
  }

  private static Task<String> child(OrchestrationContext ctx, String name, String id) {
    return ctx.callSubOrchestrator(
        name, id, String.class, SubOrchestrationOptions.DEFAULT.withInstanceId(id));
  }

  private Varve failed(Orchestrator<String, String> parent, String... what) {
    broken.addAll(List.of(what));
    Varve varve = run(family(parent));
    start(varve, "Parent", "p", "x");
    assertThat(end(varve, "p").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    return varve;
  }

  private String rewound(Varve varve) {
    broken.clear();
    varve.client().rewindInstance("p", "mended");
    return String.valueOf(output(varve, "p"));
  }

  @Test
  void a_child_whose_failure_ended_its_parent_is_rewound_itself_down_to_the_last() {
    Varve varve =
        failed((ctx, in) -> done(ctx, "p") + " " + child(ctx, "Middle", "m").await(), "m-c.b");
    assertThat(rewound(varve)).isEqualTo("p1 m.m1 m-c.a1 m-c.b2");
    assertThat(runs)
        .containsOnly(
            Map.entry("p", 1), Map.entry("m.m", 1), Map.entry("m-c.a", 1), Map.entry("m-c.b", 2));
    for (String id : List.of("p", "m", "m-c")) {
      assertThat(count(varve, id, ExecutionRewound.class)).as(id).isEqualTo(1);
    }
  }

  @Test
  void a_child_whose_failure_was_handled_is_left_alone() {
    Varve varve =
        failed(
            (ctx, in) -> {
              String first;
              try {
                first = child(ctx, "Child", "c").await();
              } catch (TaskFailedException e) {
                first = "without";
              }
              return first + " " + done(ctx, "p");
            },
            "c.a",
            "p");
    assertThat(rewound(varve)).isEqualTo("without p2");
    assertThat(look(varve.client(), "c").runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(runs("c.a")).isEqualTo(1);
  }

  @Test
  void a_child_that_was_cut_makes_room_for_one_that_is_started_again_under_its_id() {
    Varve varve =
        failed(
            (ctx, in) -> {
              try {
                return done(ctx, "p");
              } catch (TaskFailedException e) {
                child(ctx, "Child", "undo").await();
                throw e;
              }
            },
            "p");
    varve.client().rewindInstance("p", "not mended");
    assertThat(end(varve, "p").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(end(varve, "p").failure().orElseThrow().message()).contains("p is broken");
    assertThat(runs)
        .containsOnly(Map.entry("p", 2), Map.entry("undo.a", 2), Map.entry("undo.b", 2));
    assertThat(rewound(varve)).isEqualTo("p3");
  }

  @Test
  void a_child_that_was_kept_keeps_its_id() {
    Varve varve =
        failed(
            (ctx, in) -> {
              String first = child(ctx, "Child", "c").await() + " " + done(ctx, "p");
              try {
                return first + " " + child(ctx, "Child", "c").await();
              } catch (TaskFailedException e) {
                return first + " taken";
              }
            },
            "p");
    assertThat(rewound(varve)).isEqualTo("c.a1 c.b1 p2 taken");
  }

  private int runs(String what) {
    return runs.getOrDefault(what, 0);
  }

  /** A parent that fails while its children go on. */
  private static Orchestrator<String, String> twoChildren() {
    return (ctx, in) -> {
      Task<String> one = child(ctx, "Waiting", "w1");
      Task<String> two = child(ctx, "Waiting", "w2");
      ctx.waitForExternalEvent("Go").await();
      String own = done(ctx, "p");
      return own + " " + one.await() + " " + two.await();
    };
  }

  /** It may not have been started yet. */
  private static void awaitWaiting(Varve varve, String id) {
    Await.until(
        id + " to wait",
        () ->
            varve
                .client()
                .getInstanceMetadata(id)
                .filter(child -> "waits".equals(child.customStatusAs(String.class)))
                .isPresent());
  }

  private Varve failedBesideItsChildren() {
    broken.add("p");
    Varve varve = run(family(twoChildren()));
    start(varve, "Parent", "p", "x");
    awaitWaiting(varve, "w1");
    awaitWaiting(varve, "w2");
    varve.client().raiseEvent("p", "Go");
    assertThat(end(varve, "p").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    return varve;
  }

  @Test
  void a_child_that_still_runs_answers_its_rewound_parent_and_one_that_ended_answers_again() {
    Varve varve = failedBesideItsChildren();
    varve.client().raiseEvent("w1", "Go", " one");
    assertThat(output(varve, "w1")).isEqualTo("w1.a1 one");
    broken.clear();
    varve.client().rewindInstance("p");
    varve.client().raiseEvent("w2", "Go", " two");
    assertThat(output(varve, "p")).isEqualTo("p2 w1.a1 one w2.a1 two");
    assertThat(runs).containsOnly(Map.entry("p", 2), Map.entry("w1.a", 1), Map.entry("w2.a", 1));
  }

  @Test
  void a_child_that_is_gone_is_started_again_and_one_that_was_terminated_says_so() {
    Varve varve = failedBesideItsChildren();
    varve.client().terminate("w1", null);
    end(varve, "w1");
    assertThat(varve.client().purgeInstance("w1")).isTrue();
    broken.clear();
    varve.client().rewindInstance("p");
    awaitWaiting(varve, "w1");
    varve.client().raiseEvent("w1", "Go", " anew");
    varve.client().terminate("w2", null);
    assertThat(end(varve, "p").failure().orElseThrow().message()).contains("terminated");
    assertThat(runs("w1.a")).isEqualTo(2);
    varve.client().rewindInstance("p");
    assertThat(end(varve, "p").failure().orElseThrow().message()).contains("terminated");
    assertThat(runs("p")).isEqualTo(2);
  }

  @Test
  void a_child_that_failed_meanwhile_is_rewound_too() {
    Varve varve =
        failed(
            (ctx, in) -> {
              Task<String> one = child(ctx, "Child", "c");
              String own = done(ctx, "p");
              return own + " " + one.await();
            },
            "p",
            "c.b");
    assertThat(end(varve, "c").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(rewound(varve)).isEqualTo("p2 c.a1 c.b2");
    assertThat(runs("c.a")).isEqualTo(1);
  }

  @Test
  void a_failure_that_the_code_never_looked_at_is_cut_with_the_one_that_ended_it() {
    broken.addAll(List.of("p", "q", "c.b"));
    Varve varve =
        run(
            family((ctx, in) -> {
              Task<String> one = child(ctx, "Child", "c");
              Task<String> two = ctx.callActivity("Do", "q", String.class);
              ctx.waitForExternalEvent("Go").await();
              return done(ctx, "p") + " " + one.await() + " " + two.await();
            }));
    start(varve, "Parent", "p", "x");
    Await.until(
        "both failures",
        () ->
            count(varve, "p", TaskFailed.class) == 1
                && count(varve, "p", SubOrchestrationInstanceFailed.class) == 1);
    varve.client().raiseEvent("p", "Go");
    assertThat(end(varve, "p").failure().orElseThrow().message()).contains("p is broken");
    assertThat(rewound(varve)).isEqualTo("p2 c.a1 c.b2 q2");
    assertThat(runs("c.a")).isEqualTo(1);
  }

  @Test
  void a_failure_that_came_in_the_turn_that_ended_it_is_cut_as_well() {
    broken.addAll(List.of("code", "w.b"));
    Varve varve =
        run(
            family((ctx, in) -> {
              Task<String> one = child(ctx, "Late", "w");
              ctx.waitForExternalEvent("Go").await();
              if (broken.contains("code")) {
                throw new IllegalStateException("the code itself is broken");
              }
              return one.await();
            }));
    start(varve, "Parent", "p", "x");
    awaitWaiting(varve, "w");
    varve.client().suspendInstance("p", "so that both come at once");
    Await.until(
        "the suspension",
        () -> look(varve.client(), "p").runtimeStatus() == OrchestrationRuntimeStatus.SUSPENDED);
    varve.client().raiseEvent("p", "Go");
    varve.client().raiseEvent("w", "Go");
    assertThat(end(varve, "w").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    varve.client().resumeInstance("p", "");
    assertThat(end(varve, "p").failure().orElseThrow().message()).contains("the code itself");
    assertThat(rewound(varve)).isEqualTo("w.a1 w.b2");
    assertThat(runs("w.a")).isEqualTo(1);
  }

  @Test
  void a_child_that_still_fails_fails_its_parent_again_and_both_are_rewound_again() {
    Varve varve = failed((ctx, in) -> child(ctx, "Child", "c").await(), "c.b");
    varve.client().rewindInstance("p");
    assertThat(end(varve, "p").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(runs("c.b")).isEqualTo(2);
    assertThat(rewound(varve)).isEqualTo("c.a1 c.b3");
    assertThat(runs("c.a")).isEqualTo(1);
  }

  @Test
  void a_child_whose_id_was_taken_starts_once_the_id_is_free() {
    Varve varve = run(family((ctx, in) -> child(ctx, "Child", "c").await()));
    start(varve, "Waiting", "c", "other");
    start(varve, "Parent", "p", "x");
    assertThat(end(varve, "p").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    varve.client().rewindInstance("p");
    assertThat(end(varve, "p").failure().orElseThrow().message()).contains("exists already");
    varve.client().terminate("c", null);
    end(varve, "c");
    varve.client().purgeInstance("c");
    assertThat(rewound(varve)).isEqualTo("c.a1 c.b1");
  }

  @Test
  void a_child_that_is_rewound_alone_leaves_its_parent_as_it_is() {
    Varve varve = failed((ctx, in) -> child(ctx, "Child", "c").await(), "c.b");
    broken.clear();
    varve.client().rewindInstance("c");
    assertThat(output(varve, "c")).isEqualTo("c.a1 c.b2");
    assertThat(look(varve.client(), "p").runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(rewound(varve)).isEqualTo("c.a1 c.b2");
    assertThat(runs("c.b")).isEqualTo(2);
  }
}
