package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.InstanceFinishedException;
import dev.varve.InstanceNotFoundException;
import dev.varve.StartOptions;
import dev.varve.Task;
import dev.varve.TaskCanceledException;
import dev.varve.TypeRef;
import dev.varve.Varve;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.InputEvent.EventRaised;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events: nothing is lost, nothing changes places. */
abstract class EventContract extends EngineCase {

  private Varve collector(int count) {
    return run(
        engine()
            .orchestrator(
                "Collect_v1",
                Void.class,
                (ctx, in) -> {
                  ctx.waitForExternalEvent("Go").await();
                  List<Integer> seen = new ArrayList<>();
                  while (seen.size() < count) {
                    seen.add(ctx.waitForExternalEvent("Item", Integer.class).await());
                  }
                  return seen;
                }));
  }

  private static List<Integer> items(Varve varve, String id) {
    return Objects.requireNonNull(end(varve, id).outputAs(new TypeRef<List<Integer>>() {}));
  }

  @Test
  void events_raised_before_the_wait_arrive_in_order_ignoring_case() {
    Varve varve = collector(3);
    start(varve, "Collect", "c-1");
    varve.client().raiseEvent("c-1", "item", 1);
    varve.client().raiseEvent("c-1", "ITEM", 2);
    varve.client().raiseEvent("c-1", "Item", 3);
    varve.client().raiseEvent("c-1", "gO");
    assertThat(items(varve, "c-1")).containsExactly(1, 2, 3);
  }

  @Test
  void events_raised_while_pending_arrive_in_order() {
    Varve varve = collector(2);
    var soon = look(varve.client(), start(varve, "Collect", "c-0")).createdAt().plusMillis(1_000);
    varve
        .client()
        .scheduleNewOrchestrationInstance(
            "Collect", null, StartOptions.withId("c-1").withStartTime(soon));
    varve.client().raiseEvent("c-1", "Item", 1);
    varve.client().raiseEvent("c-1", "Go");
    varve.client().raiseEvent("c-1", "Item", 2);
    assertThat(items(varve, "c-1")).containsExactly(1, 2);
  }

  @Test
  void events_raised_while_pending_before_the_wait_and_at_continue_as_new_arrive_in_order() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Sum_v1",
                    new TypeRef<List<Integer>>() {},
                    (ctx, seen) -> {
                      List<Integer> all = seen == null ? new ArrayList<>() : seen;
                      all.add(ctx.waitForExternalEvent("Item", Integer.class).await());
                      if (all.size() < 200) {
                        ctx.continueAsNew(all);
                      }
                      return all;
                    }));
    start(varve, "Sum", "s-1");
    for (int i = 0; i < 200; i++) {
      varve.client().raiseEvent("s-1", "Item", i);
    }
    assertThat(items(varve, "s-1"))
        .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void equal_events_are_not_merged_at_continue_as_new() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Twice_v1",
                    Integer.class,
                    (ctx, round) -> {
                      if (round == 1) {
                        ctx.waitForExternalEvent("Go").await();
                        ctx.continueAsNew(2);
                        return 0;
                      }
                      int sum = 0;
                      for (int i = 0; i < 3; i++) {
                        sum += ctx.waitForExternalEvent("Item", Integer.class).await();
                      }
                      return sum;
                    }));
    start(varve, "Twice", "t-1", 1);
    for (int i = 0; i < 3; i++) {
      varve.client().raiseEvent("t-1", "Item", 7);
    }
    varve.client().raiseEvent("t-1", "Go");
    assertThat(end(varve, "t-1").outputAs(Integer.class)).isEqualTo(21);
    assertThat(count(varve, "t-1", EventRaised.class)).as("the carried ones").isEqualTo(3);
    assertThat(count(varve, "t-1", ContinueAsNew.class)).as("the old history").isZero();
  }

  @Test
  void several_waiters_first_waiter_first() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Race_v1",
                    Void.class,
                    (ctx, in) -> {
                      Task<String> first = ctx.waitForExternalEvent("Item", String.class);
                      Task<String> second = ctx.waitForExternalEvent("item", String.class);
                      return first.await() + second.await();
                    }));
    start(varve, "Race", "r-1");
    varve.client().raiseEvent("r-1", "Item", "a");
    varve.client().raiseEvent("r-1", "Item", "b");
    assertThat(output(varve, "r-1")).isEqualTo("ab");
  }

  @Test
  void a_wait_that_times_out_leaves_the_next_event_to_the_next_waiter() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Patience_v1",
                    Void.class,
                    (ctx, in) -> {
                      Task<String> hasty =
                          ctx.waitForExternalEvent("Item", millis(50), String.class);
                      Task<String> patient = ctx.waitForExternalEvent("Item", String.class);
                      try {
                        hasty.await();
                        return "early";
                      } catch (TaskCanceledException e) {
                        ctx.setCustomStatus("late");
                        return "late " + patient.await();
                      }
                    }));
    start(varve, "Patience", "p-1");
    awaitCustomStatus(varve, "p-1", "late");
    varve.client().raiseEvent("p-1", "Item", "x");
    assertThat(output(varve, "p-1")).isEqualTo("late x");
  }

  @Test
  void a_return_with_a_left_over_event_wait_completes_at_once() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Leave_v1",
                    Void.class,
                    (ctx, in) -> {
                      ctx.waitForExternalEvent("Never", Duration.ofDays(3));
                      ctx.createTimer(Duration.ofDays(1));
                      return "left";
                    }));
    start(varve, "Leave", "l-1");
    assertThat(output(varve, "l-1")).isEqualTo("left");
  }

  @Test
  void an_event_for_nobody_or_for_what_has_ended_is_an_error_the_caller_sees() {
    Varve varve = collector(0);
    assertThatThrownBy(() -> varve.client().raiseEvent("nobody", "Go"))
        .isInstanceOf(InstanceNotFoundException.class)
        .hasMessageContaining("nobody");
    start(varve, "Collect", "c-1");
    varve.client().raiseEvent("c-1", "Go");
    end(varve, "c-1");
    assertThatThrownBy(() -> varve.client().raiseEvent("c-1", "Item", 1))
        .isInstanceOf(InstanceFinishedException.class)
        .hasMessageContaining("c-1");
  }

  @Test
  void an_orchestration_sends_events_to_another_and_one_to_nobody_is_dropped() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Ping_v1",
                    String.class,
                    (ctx, other) -> {
                      ctx.sendEvent("nobody", "Lost", 1);
                      ctx.sendEvent(other, "Ping", ctx.instanceId());
                      return ctx.waitForExternalEvent("Pong", String.class).await();
                    })
                .orchestrator(
                    "Pong_v1",
                    Void.class,
                    (ctx, in) -> {
                      String from = ctx.waitForExternalEvent("Ping", String.class).await();
                      ctx.sendEvent(from, "Pong", "hello " + from);
                      return from;
                    }));
    start(varve, "Pong", "pong");
    start(varve, "Ping", "ping", "pong");
    assertThat(output(varve, "ping")).isEqualTo("hello ping");
    assertThat(output(varve, "pong")).isEqualTo("ping");
  }
}
