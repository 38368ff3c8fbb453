package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ActivityOptions;
import dev.varve.Payload;
import dev.varve.SubOrchestrationOptions;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.internal.replay.Story.Code;
import dev.varve.internal.replay.TurnResult.Progress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every call of the context decides, and what every input does: given, run, expect. */
final class ContextCallsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** A call, in words, and what it decides in the first turn. */
  record Row(String what, Code code, List<DecisionEvent> decides) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Row> calls() {
    SubOrchestrationOptions named = SubOrchestrationOptions.DEFAULT.withInstanceId("child-1");
    return Stream.of(
        row("nothing: ends", ctx -> "out", ended("out")),
        row(
            "an activity by base name",
            ctx -> ctx.callActivity("Charge", 5).await(),
            scheduled(1, "Charge", 5)),
        row(
            "an activity by full name",
            ctx -> ctx.callActivity("Charge_v3", 5).await(),
            scheduled(1, "Charge_v3", 5)),
        row(
            "an activity by class",
            ctx -> ctx.callActivity(Charge_v2.class, 5).await(),
            scheduled(1, "Charge_v2", 5)),
        row(
            "an activity with a timeout",
            ctx ->
                ctx.callActivity(
                        "Charge", 5, String.class, ActivityOptions.DEFAULT.withTimeout(HOUR))
                    .await(),
            new TaskScheduled(1, Charge_v2.V1, "Charge", json(5), 1, 1, Placement.LOCAL, HOUR)),
        row(
            "two activities at once",
            ctx -> {
              ctx.callActivity("A", 1);
              return ctx.callActivity("B", 2).await();
            },
            scheduled(1, "A", 1),
            scheduled(2, "B", 2)),
        row(
            "a child",
            ctx -> ctx.callSubOrchestrator("Item", "in", String.class).await(),
            child(1, "Item", "execution-1:1")),
        row(
            "a child with an id",
            ctx -> ctx.callSubOrchestrator("Item_v2", "in", String.class, named).await(),
            child(1, "Item_v2", "child-1")),
        row(
            "a child by class",
            ctx -> ctx.callSubOrchestrator(Item_v4.class, "in").await(),
            child(1, "Item_v4", "execution-1:1")),
        row(
            "a detached start, later",
            ctx -> ctx.startDetached("Item", "in", named.withStartTime(Story.BEGINNING.plus(HOUR))),
            child(1, "Item", "child-1", true, Story.BEGINNING.plus(HOUR)),
            ended("child-1")),
        row("a timer by delay", ctx -> ctx.createTimer(HOUR).await(), timer(1, HOUR)),
        row(
            "a timer by instant",
            ctx -> ctx.createTimer(Story.BEGINNING.plus(HOUR)).await(),
            timer(1, HOUR)),
        row(
            "a timer of ninety years",
            ctx -> ctx.createTimer(Duration.ofDays(33_000)).await(),
            timer(1, Duration.ofDays(33_000))),
        row("a wait for an event", ctx -> ctx.waitForExternalEvent("Paid").await()),
        row(
            "a wait with a timeout",
            ctx -> ctx.waitForExternalEvent("Paid", HOUR).await(),
            timer(1, HOUR)),
        row(
            "an event to another instance",
            ctx -> {
              ctx.sendEvent("order-2", "Paid", 7);
              return null;
            },
            sent(1, "order-2", "Paid", 7),
            ended(null)),
        row(
            "a side effect",
            ctx -> ctx.sideEffect(Integer.class, () -> 42),
            sideEffect(1, 42),
            ended(42)),
        row(
            "a cancelled timer",
            ctx -> {
              ctx.createTimer(HOUR).cancel();
              return null;
            },
            timer(1, HOUR),
            timerCanceled(1),
            ended(null)),
        row(
            "a cancelled activity",
            ctx -> {
              ctx.callActivity("Charge", 5).cancel();
              return null;
            },
            scheduled(1, "Charge", 5),
            taskCanceled(1),
            ended(null)),
        row(
            "a cancelled child",
            ctx -> {
              ctx.callSubOrchestrator("Item", "in", String.class).cancel();
              return null;
            },
            child(1, "Item", "execution-1:1"),
            taskCanceled(1),
            ended(null)),
        row(
            "a cancelled wait with a timeout",
            ctx -> {
              ctx.waitForExternalEvent("Paid", HOUR).cancel();
              return null;
            },
            timer(1, HOUR),
            timerCanceled(1),
            ended(null)),
        row(
            "continue as new",
            ctx -> {
              ctx.continueAsNew(9);
              return "ignored";
            },
            continued("Order_v1", 9, true)),
        row(
            "continue as new on the current version, without events",
            ctx -> {
              ctx.continueAsNew(9, VersionChoice.current(), false);
              return null;
            },
            continued("Order_v7", 9, false)),
        row(
            "continue as new on an exact version",
            ctx -> {
              ctx.continueAsNew(9, VersionChoice.exactly(3), true);
              return null;
            },
            continued("Order_v3", 9, true)),
        row(
            "what decides nothing",
            ctx -> {
              ctx.setCustomStatus("busy");
              ctx.newUuid();
              ctx.random().nextInt();
              return ctx.tags().get("customer")
                  + " "
                  + ctx.instanceId()
                  + " "
                  + ctx.executionId()
                  + " "
                  + ctx.function();
            },
            ended("c-1 order-1 execution-1 Order_v1")),
        row("all of nothing", ctx -> ctx.allOf(List.of()).await(), ended(List.of())));
  }

  private static Row row(String what, Code code, DecisionEvent... decides) {
    return new Row(what, code, List.of(decides));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_call_decides(Row row) {
    assertThat(Story.of(row.code()).decisions()).isEqualTo(row.decides());
  }

  /** An input, in words, told to code that waits, and the output it leads to. */
  record Answer(String what, Code code, InputEvent input, String output) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Answer> inputs() {
    Code activity = ctx -> ctx.callActivity("Charge", 5, Integer.class).await();
    Code child = ctx -> ctx.callSubOrchestrator("Item", "in", String.class).await();
    Code timer = ctx -> ctx.createTimer(HOUR).thenApply(nothing -> "rung").await();
    Code event = ctx -> ctx.waitForExternalEvent("Paid", String.class).await();
    return Stream.of(
        new Answer("a result", activity, done(1, 7), "7"),
        new Answer("a result that is null", activity, done(1, null), "null"),
        new Answer(
            "a failure",
            handled(activity),
            failed(1, "no"),
            "\"'Charge_v1' (task 1) failed with java.lang.IllegalStateException: no\""),
        new Answer("a child's result", child, childDone(1, "x"), "\"x\""),
        new Answer(
            "a child's failure",
            handled(child),
            childFailed(1, "no"),
            "\"'Item_v1' (task 1) failed with a.Failure: no\""),
        new Answer("a timer", timer, fired(1, HOUR), "\"rung\""),
        new Answer("an event", event, raised("Paid", "ok"), "\"ok\""));
  }

  private static Code handled(Code code) {
    return ctx -> {
      try {
        return code.run(ctx);
      } catch (dev.varve.TaskFailedException e) {
        return e.getMessage();
      }
    };
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void an_input_leads_on(Answer row) {
    Story story = Story.of(row.code());
    assertThat(story.isWaiting()).isTrue();
    assertThat(story.tell(row.input()).output()).isEqualTo(row.output());
  }

  @Test
  void suspending_and_resuming_change_nothing_in_the_code() {
    Story story = Story.of(ctx -> ctx.callActivity("Charge", 5, Integer.class).await());
    story.tell(new ExecutionSuspended("a while"));
    assertThat(story.isWaiting()).isTrue();
    story.tell(new ExecutionResumed("go on"), done(1, 7));
    assertThat(story.output()).isEqualTo("7");
  }

  @Test
  void that_an_activity_went_to_the_queue_changes_nothing_in_the_code() {
    Story story = Story.of(ctx -> ctx.callActivity("Charge", 5, Integer.class).await());
    story.tell(new TaskQueued(1));
    assertThat(story.isWaiting()).isTrue();
    assertThat(story.tell(new TaskQueued(1), done(1, 7)).output()).isEqualTo("7");
  }

  @Test
  void a_late_or_second_answer_has_no_effect() {
    Story story =
        Story.of(ctx -> {
          int first = ctx.callActivity("Charge", 5, Integer.class).await();
          ctx.callActivity("Ship", first).await();
          return first;
        });
    story.tell(done(1, 7), done(1, 8), failed(1, "late"));
    assertThat(story.decisions()).containsExactly(scheduled(2, "Ship", 7));
    assertThat(story.tell(done(99, "never asked"), done(2, null)).output()).isEqualTo("7");
  }

  @Test
  void a_result_of_another_type_fails_the_task_and_names_the_type() {
    Story story = Story.of(ctx -> ctx.callActivity("Charge", 5, Integer.class).await());
    assertThat(story.tell(done(1, "text")).failure()).contains("Integer");
  }

  @Test
  void a_failure_nobody_catches_fails_the_execution_with_its_details() {
    Story story = Story.of(ctx -> ctx.callActivity("Charge", 5).await());
    story.tell(failed(1, "card expired"));
    assertThat(story.failure()).contains("Charge_v1").contains("card expired");
  }

  @Test
  void the_custom_status_is_the_last_one_set_and_told_only_when_it_changes() {
    Story story =
        Story.of(ctx -> {
          ctx.setCustomStatus("one");
          ctx.setCustomStatus("two");
          ctx.waitForExternalEvent("Go").await();
          ctx.setCustomStatus("two");
          ctx.waitForExternalEvent("Go").await();
          ctx.clearCustomStatus();
          return null;
        });
    assertThat(story.last().customStatus()).isEqualTo(json("two"));
    assertThat(story.last().customStatusChanged()).isTrue();
    assertThat(story.tell(raised("Go", null)).last().customStatusChanged()).isFalse();
    assertThat(story.tell(raised("Go", null)).last().customStatus()).isEqualTo(Payload.NULL);
  }

  @Test
  void a_call_of_something_unknown_is_unresolved_and_not_a_failure() {
    Story story =
        Story.of(ctx -> {
          try {
            return ctx.callActivity("Missing", 1).await();
          } catch (Exception e) {
            return "the code must not see it";
          }
        });
    assertThat(story.progress())
        .isEqualTo(new Progress.Unresolved("nothing is known under 'Missing'"));
    assertThat(story.decisions()).isEmpty();
  }

  @Test
  void a_return_with_left_over_waits_and_timers_ends_at_once() {
    Story story =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Never", HOUR);
          ctx.createTimer(HOUR);
          ctx.callActivity("Charge", 5);
          return "out";
        });
    assertThat(story.output()).isEqualTo("\"out\"");
  }
}
