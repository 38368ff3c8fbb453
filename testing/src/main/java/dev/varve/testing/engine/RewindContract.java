package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.Activity;
import dev.varve.ActivityContext;
import dev.varve.ActivityOptions;
import dev.varve.InstanceCondition;
import dev.varve.InstanceNotFailedException;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.RetryPolicy;
import dev.varve.StartOptions;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.TaskFailed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Failed instances that are put back to work, without doing again what was done. */
abstract class RewindContract extends EngineCase {
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final List<String> attempts = new CopyOnWriteArrayList<>();

  /** Orchestrations are written as tests need them; all their work is the activity {@code Do}. */
  private VarveBuilder worker(Orchestrator<String, String> order) {
    return engine()
        .orchestrator("Order_v1", String.class, order)
        .activity("Do_v1", String.class, this::work);
  }

  private String work(ActivityContext context, String what) {
    int run = runs.merge(what, 1, Integer::sum);
    attempts.add(what + "#" + context.attempt());
    if (broken.contains(what)) {
      throw new IllegalStateException(what + " is broken");
    }
    return what + run;
  }

  private static String done(OrchestrationContext ctx, String what) {
    return begun(ctx, what).await();
  }

  private static Task<String> begun(OrchestrationContext ctx, String what) {
    return ctx.callActivity("Do", what, String.class);
  }

  private int runs(String what) {
    return runs.getOrDefault(what, 0);
  }

  private void fails(Varve varve, String id) {
    assertThat(end(varve, id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
  }

  /** Starts an order that fails because of these, and mends them. */
  private Varve failed(Orchestrator<String, String> order, String... what) {
    broken.addAll(List.of(what));
    Varve varve = run(worker(order));
    start(varve, "Order", "o-1", "x");
    fails(varve, "o-1");
    broken.clear();
    return varve;
  }

  private String rewound(Varve varve) {
    varve.client().rewindInstance("o-1", "mended");
    return String.valueOf(output(varve, "o-1"));
  }

  // ---- where it goes on ----

  @Test
  void a_rewound_instance_does_the_failed_work_once_more_and_finished_work_never_again() {
    Varve varve =
        failed((ctx, in) -> done(ctx, "a") + " " + done(ctx, "b") + " " + done(ctx, "c"), "b");
    assertThat(rewound(varve)).isEqualTo("a1 b2 c1");
    assertThat(runs).containsOnly(Map.entry("a", 1), Map.entry("b", 2), Map.entry("c", 1));
    assertThat(history(varve, "o-1"))
        .filteredOn(ExecutionRewound.class::isInstance)
        .singleElement()
        .satisfies(event -> {
          ExecutionRewound mark = (ExecutionRewound) event;
          assertThat(mark.number()).isEqualTo(1);
          assertThat(mark.reason()).isEqualTo("mended");
          assertThat(mark.failed()).containsExactly(2);
          assertThat(String.valueOf(mark.failure())).contains("b is broken");
        });
  }

  @Test
  void a_rewound_instance_shows_no_failure_and_keeps_input_tags_and_time_of_creation() {
    broken.add("a");
    Varve varve =
        run(
            worker((ctx, in) -> {
              String first = done(ctx, "a");
              return in + first + ctx.waitForExternalEvent("Go", String.class).await();
            }));
    StartOptions options = StartOptions.withId("o-1").withTags(Map.of("area", "north"));
    varve.client().scheduleNewOrchestrationInstance("Order", "in ", options);
    fails(varve, "o-1");
    OrchestrationMetadata before = look(varve.client(), "o-1");
    broken.clear();
    varve.client().rewindInstance("o-1");
    OrchestrationMetadata now = look(varve.client(), "o-1");
    assertThat(now.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(now.failure()).isEmpty();
    assertThat(now.createdAt()).isEqualTo(before.createdAt());
    assertThat(now.tags()).isEqualTo(Map.of("area", "north"));
    assertThat(now.executionId()).isNotEqualTo(before.executionId());
    varve.client().raiseEvent("o-1", "Go", " go");
    assertThat(output(varve, "o-1")).isEqualTo("in a2 go");
  }

  @Test
  void a_failure_that_the_code_handled_stays_handled() {
    Varve varve =
        failed(
            (ctx, in) -> {
              String first;
              try {
                first = done(ctx, "a");
              } catch (TaskFailedException e) {
                first = "instead " + done(ctx, "b");
              }
              return first + " " + done(ctx, "c");
            },
            "a",
            "c");
    assertThat(rewound(varve)).isEqualTo("instead b1 c2");
    assertThat(runs).containsOnly(Map.entry("a", 1), Map.entry("b", 1), Map.entry("c", 2));
  }

  @Test
  void what_was_finished_before_the_code_learned_of_the_failure_is_kept() {
    Varve varve =
        failed(
            (ctx, in) -> {
              Task<String> early = begun(ctx, "early");
              String work = done(ctx, "a") + " " + done(ctx, "b") + " " + done(ctx, "c");
              return work + " " + early.await();
            },
            "early");
    assertThat(rewound(varve)).isEqualTo("a1 b1 c1 early2");
    assertThat(runs.values()).containsOnly(1, 2);
    assertThat(runs("early")).isEqualTo(2);
  }

  @Test
  void what_the_code_did_because_of_the_failure_is_cut() {
    Varve varve =
        failed(
            (ctx, in) -> {
              try {
                return done(ctx, "a") + " " + done(ctx, "b");
              } catch (TaskFailedException e) {
                done(ctx, "undo");
                throw e;
              }
            },
            "b");
    assertThat(runs("undo")).isEqualTo(1);
    assertThat(rewound(varve)).isEqualTo("a1 b2");
    assertThat(runs("undo")).isEqualTo(1);
    assertThat(runs("a")).isEqualTo(1);
  }

  @Test
  void a_failure_is_found_behind_the_exception_that_the_code_made_of_it() {
    Varve varve =
        failed(
            (ctx, in) -> {
              String first = done(ctx, "a");
              try {
                return first + " " + done(ctx, "b");
              } catch (TaskFailedException e) {
                throw new IllegalStateException("no cause is given");
              }
            },
            "b");
    assertThat(rewound(varve)).isEqualTo("a1 b2");
    assertThat(runs("a")).isEqualTo(1);
  }

  @Test
  void of_a_fan_out_only_what_failed_is_done_again() {
    Varve varve =
        failed(
            (ctx, in) -> {
              List<Task<String>> all =
                  List.of("a", "b", "c", "d").stream().map(what -> begun(ctx, what)).toList();
              return String.join(" ", ctx.allOf(all).await());
            },
            "b",
            "d");
    assertThat(rewound(varve)).isEqualTo("a1 b2 c1 d2");
  }

  @Test
  void code_that_only_looks_whether_a_task_failed_goes_the_other_way_when_rewound() {
    Varve varve =
        failed(
            (ctx, in) -> {
              Task<String> watched = begun(ctx, "a");
              ctx.anyOf(List.of(watched)).await();
              if (watched.isFailed()) {
                done(ctx, "look");
                throw new IllegalStateException("it failed", watchedFailure(watched));
              }
              return watched.await() + " " + done(ctx, "b");
            },
            "a");
    assertThat(rewound(varve)).isEqualTo("a2 b1");
    assertThat(runs("look")).isEqualTo(1);
  }

  private static Throwable watchedFailure(Task<String> task) {
    return catchThrowableOfType(TaskFailedException.class, task::await);
  }

  @Test
  void code_that_failed_by_itself_runs_its_last_step_once_more() {
    AtomicBoolean faulty = new AtomicBoolean(true);
    Varve varve =
        failed((ctx, in) -> {
          String first = done(ctx, "a") + " " + done(ctx, "b");
          if (faulty.get()) {
            throw new IllegalStateException("a mistake");
          }
          return first + " " + done(ctx, "c");
        });
    varve.client().rewindInstance("o-1");
    fails(varve, "o-1");
    faulty.set(false);
    assertThat(rewound(varve)).isEqualTo("a1 b1 c1");
  }

  @Test
  void code_that_failed_in_its_first_step_begins_once_more() {
    AtomicBoolean faulty = new AtomicBoolean(true);
    Varve varve =
        failed((ctx, in) -> {
          String child = ctx.startDetached("Order_v1", "child", SubOrchestrationOptions.DEFAULT);
          if (in.equals("child")) {
            return "child";
          }
          if (faulty.get()) {
            throw new IllegalStateException("a mistake");
          }
          return in + " " + done(ctx, "a") + (child.isEmpty() ? "" : " started");
        });
    faulty.set(false);
    assertThat(rewound(varve)).isEqualTo("x a1 started");
  }

  // ---- what was under way ----

  @Test
  void a_sibling_under_way_is_done_anew_and_its_late_result_is_dropped() {
    CountDownLatch first = gate();
    CountDownLatch second = gate();
    AtomicInteger returned = new AtomicInteger();
    broken.add("b");
    Varve varve =
        run(
            worker(
                    (ctx, in) -> {
                      Task<String> slow = ctx.callActivity("Slow", "x", String.class);
                      String work = done(ctx, "a") + " " + done(ctx, "b");
                      return work + " " + slow.await();
                    })
                .activity("Slow_v1", String.class, slow(first, second, returned)));
    start(varve, "Order", "o-1", "x");
    fails(varve, "o-1");
    assertDoneAnew(varve, first, second, returned);
  }

  @Test
  void a_queued_sibling_under_way_is_done_anew_and_its_late_result_is_dropped() {
    CountDownLatch first = gate();
    CountDownLatch second = gate();
    AtomicInteger returned = new AtomicInteger();
    broken.add("b");
    run(engine().activity("Slow_v1", String.class, slow(first, second, returned)));
    Varve varve =
        run(
            worker((ctx, in) -> {
              Task<String> slow = ctx.callActivity("Slow_v1", "x", String.class);
              ctx.waitForExternalEvent("Go").await();
              String work = done(ctx, "a") + " " + done(ctx, "b");
              return work + " " + slow.await();
            }));
    start(varve, "Order", "o-1", "x");
    Await.until("the slow one to run", () -> runs("slow") == 1);
    varve.client().raiseEvent("o-1", "Go");
    fails(varve, "o-1");
    assertDoneAnew(varve, first, second, returned);
  }

  private Activity<String, String> slow(
      CountDownLatch first, CountDownLatch second, AtomicInteger returned) {
    return (context, in) -> {
      int run = runs.merge("slow", 1, Integer::sum);
      passStubbornly(run == 1 ? first : second);
      returned.incrementAndGet();
      return "slow" + run;
    };
  }

  private void assertDoneAnew(
      Varve varve, CountDownLatch first, CountDownLatch second, AtomicInteger returned) {
    broken.clear();
    varve.client().rewindInstance("o-1");
    Await.until("the slow one to run anew", () -> runs("slow") == 2);
    first.countDown();
    Await.until("its first run to return", () -> returned.get() == 1);
    second.countDown();
    assertThat(output(varve, "o-1")).isEqualTo("a1 b2 slow2");
  }

  @Test
  void a_timer_under_way_still_fires_and_an_event_that_came_is_kept() {
    CountDownLatch gate = gate();
    broken.add("b");
    Varve varve =
        run(
            worker(
                    (ctx, in) -> {
                      Task<Void> timer = ctx.createTimer(millis(300));
                      ctx.setCustomStatus("begun");
                      String work = ctx.callActivity("Wait", "x", String.class).await();
                      work += done(ctx, "b");
                      timer.await();
                      return work + ctx.waitForExternalEvent("Paid", String.class).await();
                    })
                .activity(
                    "Wait_v1",
                    String.class,
                    (ActivityContext context, String in) -> {
                      runs.merge("wait", 1, Integer::sum);
                      pass(gate);
                      return "waited ";
                    }));
    start(varve, "Order", "o-1", "x");
    awaitCustomStatus(varve, "o-1", "begun");
    varve.client().raiseEvent("o-1", "Paid", " and paid");
    gate.countDown();
    fails(varve, "o-1");
    broken.clear();
    assertThat(rewound(varve)).isEqualTo("waited b2 and paid");
    assertThat(runs("wait")).isEqualTo(1);
  }

  @Test
  void retries_are_counted_anew() {
    ActivityOptions twice = ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(2, millis(5)));
    Orchestrator<String, String> order =
        (ctx, in) -> {
          Task<String> good = ctx.callActivity("Do", "good", String.class, twice);
          String bad = ctx.callActivity("Do", "bad", String.class, twice).await();
          return good.await() + " " + bad;
        };
    Varve varve = failed(order, "bad");
    assertThat(attempts).containsExactlyInAnyOrder("good#1", "bad#1", "bad#2");
    attempts.clear();
    broken.add("bad");
    varve.client().rewindInstance("o-1");
    fails(varve, "o-1");
    assertThat(attempts).containsExactly("bad#1", "bad#2");
    broken.clear();
    attempts.clear();
    assertThat(rewound(varve)).isEqualTo("good1 bad5");
    assertThat(attempts).containsExactly("bad#1");
  }

  @Test
  void what_still_fails_fails_again_and_can_be_rewound_again() {
    Varve varve =
        failed((ctx, in) -> done(ctx, "a") + " " + done(ctx, "b") + " " + done(ctx, "c"), "b");
    broken.addAll(List.of("b", "c"));
    for (int i = 2; i <= 3; i++) {
      varve.client().rewindInstance("o-1");
      fails(varve, "o-1");
      assertThat(runs("b")).isEqualTo(i);
    }
    broken.remove("b");
    varve.client().rewindInstance("o-1");
    fails(varve, "o-1");
    assertThat(runs("c")).isEqualTo(1);
    broken.clear();
    assertThat(rewound(varve)).isEqualTo("a1 b4 c2");
    assertThat(runs("a")).isEqualTo(1);
    assertThat(count(varve, "o-1", TaskFailed.class)).isZero();
    assertThat(history(varve, "o-1"))
        .filteredOn(ExecutionRewound.class::isInstance)
        .extracting(event -> ((ExecutionRewound) event).number())
        .containsExactly(1, 2, 3, 4);
  }

  // ---- who is rewound ----

  @Test
  void only_what_failed_is_rewound_and_the_error_names_the_status() {
    Varve varve =
        run(
            worker((ctx, in) ->
                in.equals("wait") ? ctx.waitForExternalEvent("Go", String.class).await() : in));
    VarveClient client = varve.client();
    start(varve, "Order", "done", "x");
    end(varve, "done");
    start(varve, "Order", "running", "wait");
    awaitStatus(varve, "running", OrchestrationRuntimeStatus.RUNNING);
    start(varve, "Order", "terminated", "wait");
    client.terminate("terminated", null);
    end(varve, "terminated");
    assertRefused(varve, "done", OrchestrationRuntimeStatus.COMPLETED);
    assertRefused(varve, "running", OrchestrationRuntimeStatus.RUNNING);
    assertRefused(varve, "terminated", OrchestrationRuntimeStatus.TERMINATED);
    assertThatThrownBy(() -> client.rewindInstance("nobody"))
        .isInstanceOf(InstanceNotFoundException.class)
        .hasMessageContaining("nobody");
  }

  private static void assertRefused(Varve varve, String id, OrchestrationRuntimeStatus status) {
    List<HistoryEvent> before = history(varve, id);
    InstanceNotFailedException refused =
        catchThrowableOfType(
            InstanceNotFailedException.class, () -> varve.client().rewindInstance(id));
    assertThat(refused).hasMessageContaining(id).hasMessageContaining(status.name());
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.instanceId()).isEqualTo(id);
    assertThat(history(varve, id)).isEqualTo(before);
  }

  @Test
  void a_client_without_the_code_rewinds_and_a_later_worker_goes_on() {
    Orchestrator<String, String> order = (ctx, in) -> done(ctx, "a") + " " + done(ctx, "b");
    stop(failed(order, "b"));
    Varve other = run(engine());
    other.client().rewindInstance("o-1");
    assertThat(look(other.client(), "o-1").runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(runs("b")).isEqualTo(1);
    run(worker(order));
    assertThat(output(other, "o-1")).isEqualTo("a1 b2");
    assertThat(runs("a")).isEqualTo(1);
  }

  @Test
  void an_instance_that_is_suspended_once_rewound_goes_on_when_resumed() {
    Orchestrator<String, String> order = (ctx, in) -> done(ctx, "a") + " " + done(ctx, "b");
    stop(failed(order, "b"));
    Varve other = run(engine());
    other.client().rewindInstance("o-1");
    other.client().suspendInstance("o-1", "not yet");
    awaitStatus(other, "o-1", OrchestrationRuntimeStatus.SUSPENDED);
    Varve varve = run(worker(order));
    start(varve, "Order", "o-2", "x");
    assertThat(output(varve, "o-2")).isEqualTo("a2 b2");
    assertThat(look(varve.client(), "o-1").runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.SUSPENDED);
    varve.client().resumeInstance("o-1", "now");
    assertThat(output(varve, "o-1")).isEqualTo("a1 b3");
  }

  @Test
  void a_rewound_instance_is_terminated_like_any_other() {
    stop(failed((ctx, in) -> done(ctx, "a"), "a"));
    Varve other = run(engine());
    other.client().rewindInstance("o-1");
    other.client().terminate("o-1", "enough");
    assertThat(end(other, "o-1").runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    assertRefused(other, "o-1", OrchestrationRuntimeStatus.TERMINATED);
  }

  @Test
  void a_rewound_instance_is_parked_by_code_that_does_not_fit_and_healed_by_code_that_does() {
    Orchestrator<String, String> order = (ctx, in) -> done(ctx, "a") + " " + done(ctx, "b");
    stop(failed(order, "b"));
    Varve edited =
        run(
            engine()
                .buildId("edited")
                .orchestrator(
                    "Order_v1", String.class, (ctx, in) -> ctx.createTimer(millis(1)).await() + "")
                .activity("Do_v1", String.class, this::work));
    edited.client().rewindInstance("o-1");
    awaitCondition(edited, "o-1", InstanceCondition.DIVERGED);
    assertRefused(edited, "o-1", OrchestrationRuntimeStatus.RUNNING);
    stop(edited);
    assertThat(output(run(worker(order).buildId("mended")), "o-1")).isEqualTo("a1 b2");
  }

  @Test
  void a_worker_that_dies_over_a_rewound_instance_leaves_it_to_another() {
    CountDownLatch gate = gate();
    AtomicBoolean blocked = new AtomicBoolean(true);
    Orchestrator<String, String> order =
        (ctx, in) -> {
          String work = done(ctx, "a") + " " + done(ctx, "b");
          return work + " " + ctx.waitForExternalEvent("Go", String.class).await();
        };
    stop(failed(order, "b"));
    Varve other = run(engine());
    other.client().rewindInstance("o-1");
    VarveBuilder first =
        engine()
            .orchestrator("Order_v1", String.class, order)
            .activity(
                "Do_v1",
                String.class,
                (ActivityContext context, String in) -> {
                  String result = work(context, in);
                  if (blocked.get()) {
                    passStubbornly(gate);
                  }
                  return result;
                });
    run(first);
    Await.until("the failed work to be done again", () -> runs("b") == 2);
    crashLastEngine();
    blocked.set(false);
    Varve second = run(worker(order));
    second.client().raiseEvent("o-1", "Go", "go");
    assertThat(output(second, "o-1")).isEqualTo("a1 b3 go");
    assertThat(runs("a")).isEqualTo(1);
  }

  @Test
  void a_rewound_history_is_replayed_by_the_next_owner() {
    Orchestrator<String, String> order =
        (ctx, in) -> {
          Task<String> early = begun(ctx, "early");
          String work = done(ctx, "a") + " " + ctx.newUuid() + " " + early.await();
          ctx.setCustomStatus("waits");
          return work + ctx.waitForExternalEvent("Go", String.class).await() + done(ctx, "b");
        };
    Varve first = failed(order, "early");
    first.client().rewindInstance("o-1");
    awaitCustomStatus(first, "o-1", "waits");
    stop(first);
    Varve second = run(worker(order));
    second.client().raiseEvent("o-1", "Go", " go ");
    assertThat(output(second, "o-1")).startsWith("a1 ").endsWith(" early2 go b1");
    assertThat(runs).containsOnly(Map.entry("early", 2), Map.entry("a", 1), Map.entry("b", 1));
  }

  @Test
  void an_execution_that_continued_as_new_is_rewound_alone() {
    Varve varve =
        failed(
            (ctx, in) -> {
              if (in.equals("x")) {
                done(ctx, "a");
                ctx.continueAsNew("second");
                return "";
              }
              return in + " " + done(ctx, "b") + " " + done(ctx, "c");
            },
            "c");
    assertThat(rewound(varve)).isEqualTo("second b1 c2");
    assertThat(runs).containsOnly(Map.entry("a", 1), Map.entry("b", 1), Map.entry("c", 2));
  }
}
