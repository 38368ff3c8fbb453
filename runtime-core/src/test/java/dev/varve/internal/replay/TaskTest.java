package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.CompositeTaskFailedException;
import dev.varve.Task;
import dev.varve.TaskCanceledException;
import dev.varve.TaskFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks made of tasks, and what is chained to them. */
final class TaskTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void all_of_waits_for_all_and_keeps_the_order_of_the_list() {
    Story story =
        Story.of(ctx -> {
          Task<String> a = ctx.callActivity("A", 1, String.class);
          Task<String> b = ctx.callActivity("B", 2, String.class);
          return ctx.allOf(List.of(a, b)).await();
        });
    assertThat(story.tell(done(2, "b")).isWaiting()).isTrue();
    assertThat(story.tell(done(1, "a")).output()).isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void all_of_takes_tasks_of_different_types() {
    Story story =
        Story.of(ctx -> {
          Task<String> name = ctx.callActivity("Name", 1, String.class);
          Task<Integer> size = ctx.callActivity("Size", 2, Integer.class);
          List<?> both = ctx.allOf(name, size).await();
          return name.await() + size.await() + both;
        });
    assertThat(story.tell(done(2, 7), done(1, "a")).output()).isEqualTo("\"a7[a, 7]\"");
  }

  @Test
  void all_of_waits_for_the_others_when_one_failed_and_then_names_every_failure() {
    Story story =
        Story.of(ctx -> {
          var tasks =
              List.of(ctx.callActivity("A", 1), ctx.callActivity("B", 2), ctx.callActivity("C", 3));
          try {
            return ctx.allOf(tasks).await();
          } catch (CompositeTaskFailedException e) {
            return e.failures().stream().map(Throwable::getMessage).toList();
          }
        });
    assertThat(story.tell(failed(3, "third")).isWaiting()).isTrue();
    assertThat(story.tell(done(2, null)).isWaiting()).isTrue();
    story.tell(failed(1, "first"));
    assertThat(story.output().indexOf("first")).isPositive();
    assertThat(story.output().indexOf("third")).isGreaterThan(story.output().indexOf("first"));
  }

  @Test
  void any_of_is_won_by_the_first_in_history_whatever_the_order_of_the_list() {
    Story story =
        Story.of(ctx -> {
          Task<String> a = ctx.callActivity("A", 1, String.class);
          Task<String> b = ctx.callActivity("B", 2, String.class);
          ctx.waitForExternalEvent("Go").await();
          Task<?> winner = ctx.anyOf(a, b).await();
          return winner == b ? "b" : "a";
        });
    // Both are done when anyOf is called; b was done first.
    assertThat(story.tell(done(2, "b"), done(1, "a"), raised("Go", null)).output())
        .isEqualTo("\"b\"");
  }

  @Test
  void any_of_returns_a_failed_winner_and_does_not_throw() {
    Story story =
        Story.of(ctx -> {
          Task<String> a = ctx.callActivity("A", 1, String.class);
          Task<String> b = ctx.callActivity("B", 2, String.class);
          Task<?> winner = ctx.anyOf(List.of(a, b)).await();
          boolean returned = winner == b && winner.isFailed() && !winner.isCanceled();
          try {
            winner.await();
            return "not thrown";
          } catch (TaskFailedException e) {
            return returned + " " + e.details().message();
          }
        });
    assertThat(story.tell(failed(2, "no")).output()).isEqualTo("\"true no\"");
  }

  @Test
  void any_of_with_a_timer_is_a_timeout() {
    Story story =
        Story.of(ctx -> {
          Task<Void> timer = ctx.createTimer(HOUR);
          Task<String> work = ctx.callActivity("Work", 1, String.class);
          if (ctx.anyOf(work, timer).await() == timer) {
            work.cancel();
            return "timed out";
          }
          timer.cancel();
          return work.await();
        });
    assertThat(story.tell(fired(1, HOUR)).decisions())
        .containsExactly(taskCanceled(2), ended("timed out"));
  }

  @Test
  void cancelling_all_of_or_any_of_cancels_the_parts_that_are_not_done() {
    Story story =
        Story.of(ctx -> {
          Task<?> done = ctx.callActivity("A", 1);
          Task<?> open = ctx.callActivity("B", 2);
          Task<?> timer = ctx.createTimer(HOUR);
          Task<?> any = ctx.anyOf(open, timer);
          Task<?> all = ctx.allOf(List.of(done, open));
          ctx.waitForExternalEvent("Stop").await();
          all.cancel();
          any.cancel();
          return done.isFailed() + " " + open.isCanceled() + " " + all.isCanceled();
        });
    story.tell(done(1, null), raised("Stop", null));
    assertThat(story.decisions()).containsExactly(taskCanceled(2), ended("false true true"));
  }

  @Test
  void then_apply_maps_a_result_and_passes_a_failure() {
    Story.Code code =
        ctx -> {
          Task<Integer> charged = ctx.callActivity("Charge", 5, Integer.class);
          try {
            return charged.thenApply(v -> "got " + v).await();
          } catch (TaskFailedException e) {
            return "failed " + e.taskId();
          }
        };
    assertThat(Story.of(code).tell(done(1, 7)).output()).isEqualTo("\"got 7\"");
    assertThat(Story.of(code).tell(failed(1, "no")).output()).isEqualTo("\"failed 1\"");
  }

  @Test
  void what_a_mapping_throws_fails_the_derived_task_alone() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> charged = ctx.callActivity("Charge", 5, Integer.class);
          Task<String> bad =
              charged.thenApply(v -> {
                throw new IllegalStateException("mapping of " + v);
              });
          int value = charged.await();
          return value + " " + bad.isFailed() + " " + bad.handle((v, e) -> e.getMessage()).await();
        });
    assertThat(story.tell(done(1, 7)).output()).isEqualTo("\"7 true mapping of 7\"");
  }

  @Test
  void then_compose_goes_on_with_the_task_of_the_next_step() {
    Story story =
        Story.of(ctx ->
            ctx.callActivity("Charge", 5, Integer.class)
                .thenCompose(v -> ctx.callActivity("Ship", v, String.class))
                .await());
    assertThat(story.tell(done(1, 7)).decisions()).containsExactly(scheduled(2, "Ship", 7));
    assertThat(story.tell(done(2, "shipped")).output()).isEqualTo("\"shipped\"");
  }

  @Test
  void cancelling_what_then_compose_made_cancels_the_step_it_is_in() {
    Story story =
        Story.of(ctx -> {
          Task<Void> chain =
              ctx.callActivity("Charge", 5, Integer.class).thenCompose(v -> ctx.createTimer(HOUR));
          ctx.waitForExternalEvent("Stop").await();
          chain.cancel();
          return chain.isCanceled();
        });
    story.tell(done(1, 7));
    assertThat(story.tell(raised("Stop", null)).decisions())
        .containsExactly(timerCanceled(2), ended(true));
  }

  @Test
  void cancelling_what_then_apply_made_cancels_the_task_behind_it() {
    Story story =
        Story.of(ctx -> {
          ctx.createTimer(HOUR).thenApply(v -> "rung").cancel();
          return null;
        });
    assertThat(story.decisions()).containsExactly(timer(1, HOUR), timerCanceled(1), ended(null));
  }

  @Test
  void handle_sees_the_result_or_the_failure_and_exceptionally_the_failure_only() {
    Story story =
        Story.of(ctx -> {
          Task<String> good = ctx.callActivity("A", 1, String.class);
          Task<String> bad = ctx.callActivity("B", 2, String.class);
          Task<String> h1 = good.handle((v, e) -> v + "/" + (e == null));
          Task<String> h2 = bad.handle((v, e) -> v + "/" + (e == null));
          Task<String> x1 = good.exceptionally(e -> "replaced");
          Task<String> x2 = bad.exceptionally(e -> "replaced");
          return ctx.allOf(List.of(h1, h2, x1, x2)).await();
        });
    assertThat(story.tell(done(1, "a"), failed(2, "no")).output())
        .isEqualTo("[\"a/true\",\"null/false\",\"a\",\"replaced\"]");
  }

  @Test
  void then_accept_runs_its_action_and_has_no_result() {
    List<String> seen = new ArrayList<>();
    Execution execution =
        Story.execution(
            ctx -> ctx.callActivity("A", 1, String.class).thenAccept(seen::add).await());
    execution.run(Story.BEGINNING, List.of(started()));
    execution.run(Story.BEGINNING, List.of(done(1, "a")));
    assertThat(seen).containsExactly("a");
  }

  @Test
  void callbacks_run_in_the_order_they_were_given_before_the_code_goes_on() {
    Story story =
        Story.of(ctx -> {
          List<String> order = new ArrayList<>();
          Task<Integer> task = ctx.callActivity("A", 1, Integer.class);
          Task<Void> first = task.thenAccept(v -> order.add("first"));
          task.handle((v, e) -> order.add("second"));
          first.thenAccept(v -> order.add("behind first"));
          task.thenApply(v -> order.add("third"));
          task.await();
          order.add("code");
          task.thenAccept(v -> order.add("at once"));
          return order;
        });
    assertThat(story.tell(done(1, 1)).output())
        .isEqualTo("[\"first\",\"behind first\",\"second\",\"third\",\"code\",\"at once\"]");
  }

  @Test
  void callbacks_of_one_answer_run_before_the_next_answer_is_looked_at() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> a = ctx.callActivity("A", 1, Integer.class);
          Task<Integer> b = ctx.callActivity("B", 2, Integer.class);
          Task<?> y = b.thenCompose(v -> ctx.callActivity("Y", v));
          a.await();
          ctx.callActivity("X", 1).await();
          return y.await();
        });
    // A's answer lets the code schedule X before B's callback schedules Y, in one turn or in two.
    story.tell(done(1, 1), done(2, 2));
    assertThat(story.decisions()).containsExactly(scheduled(3, "X", 1), scheduled(4, "Y", 2));
  }

  @Test
  void a_cancelled_task_throws_where_it_is_awaited() {
    Story story =
        Story.of(ctx -> {
          Task<Void> timer = ctx.createTimer(HOUR);
          timer.cancel();
          try {
            return timer.await();
          } catch (TaskCanceledException e) {
            return timer.isDone() + " " + timer.isCanceled() + " " + e.getMessage();
          }
        });
    assertThat(story.output()).isEqualTo("\"true true the task was cancelled\"");
  }

  @Test
  void cancelling_what_is_done_changes_nothing() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> task = ctx.callActivity("A", 1, Integer.class);
          int value = task.await();
          task.cancel();
          return value + " " + task.isCanceled();
        });
    assertThat(story.tell(done(1, 7)).decisions()).containsExactly(ended("7 false"));
  }

  @Test
  void the_late_answer_of_a_cancelled_task_is_ignored() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> task = ctx.callActivity("A", 1, Integer.class);
          task.cancel();
          ctx.waitForExternalEvent("Go").await();
          return task.isCanceled();
        });
    assertThat(story.tell(done(1, 7)).isWaiting()).isTrue();
    assertThat(story.tell(raised("Go", null)).output()).isEqualTo("true");
  }
}
