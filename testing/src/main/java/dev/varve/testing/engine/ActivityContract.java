package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ActivityContext;
import dev.varve.ActivityOptions;
import dev.varve.FailureDetails;
import dev.varve.RetryPolicy;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.TypeRef;
import dev.varve.Varve;
import dev.varve.history.InputEvent.TaskCompleted;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Activities: what they know, how they fail, how they end. */
abstract class ActivityContract extends EngineCase {
  private static final ActivityOptions THREE_TIMES =
      ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(3, millis(10)));

  /** A payload with everything that is hard to carry. */
  record Item(String name, LocalDate day, Instant at, Duration took, Map<String, List<Integer>> m) {}

  @Test
  void an_activity_knows_its_call_and_the_idempotency_key_is_stable_across_retries() {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      ctx.callActivity("Charge", 1, String.class, THREE_TIMES).await();
                      return ctx.callActivity("Charge", 3, String.class).await();
                    })
                .activity(
                    "Charge_v1",
                    Integer.class,
                    (ActivityContext context, Integer in) -> {
                      seen.add(
                          context.function()
                              + " "
                              + context.instanceId()
                              + " attempt "
                              + context.attempt()
                              + " task "
                              + context.taskId()
                              + " key "
                              + context.idempotencyKey().replace(context.executionId(), "E")
                              + " "
                              + context.isCanceled());
                      if (in + context.attempt() < 4) {
                        throw new IllegalStateException("not yet");
                      }
                      return "ok";
                    }));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("ok");
    // Between the attempts lie the timers 2 and 4.
    assertThat(seen)
        .containsExactly(
            "Charge_v1 o-1 attempt 1 task 1 key E:1 false",
            "Charge_v1 o-1 attempt 2 task 3 key E:1 false",
            "Charge_v1 o-1 attempt 3 task 5 key E:1 false",
            "Charge_v1 o-1 attempt 1 task 6 key E:6 false");
  }

  @Test
  void a_failure_carries_its_type_message_stack_and_cause_and_is_matched_without_its_class() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      try {
                        return ctx.callActivity("Charge", 1).await();
                      } catch (TaskFailedException e) {
                        FailureDetails details = e.details();
                        return e.taskName()
                            + "|"
                            + details.message()
                            + "|"
                            + details.isCausedBy(ArithmeticException.class)
                            + "|"
                            + details.stackTrace().contains("ActivityContract");
                      }
                    })
                .activity(
                    "Charge_v1",
                    Integer.class,
                    (Integer in) -> {
                      throw new IllegalArgumentException("bad card", new ArithmeticException("x"));
                    }));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("Charge_v1|bad card|true|true");
  }

  @Test
  void a_running_activity_sees_a_cancel_and_its_late_result_is_ignored() {
    assertCancelSeen(true);
  }

  @Test
  void terminate_lets_a_running_activity_see_a_cancel_and_ignores_its_late_result() {
    assertCancelSeen(false);
  }

  private void assertCancelSeen(boolean byTheCode) {
    AtomicBoolean running = new AtomicBoolean();
    AtomicBoolean canceled = new AtomicBoolean();
    CountDownLatch never = gate();
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      Task<String> charge = ctx.callActivity("Charge", 1, String.class);
                      ctx.waitForExternalEvent("Stop").await();
                      charge.cancel();
                      return "stopped";
                    })
                .activity(
                    "Charge_v1",
                    Integer.class,
                    (ActivityContext context, Integer in) -> {
                      running.set(true);
                      try {
                        pass(never);
                      } catch (InterruptedException e) {
                        canceled.set(context.isCanceled());
                      }
                      return "late";
                    }));
    start(varve, "Order", "o-1");
    Await.until("the activity to run", running::get);
    if (byTheCode) {
      varve.client().raiseEvent("o-1", "Stop");
    } else {
      varve.client().terminate("o-1", "stopped");
    }
    assertThat(end(varve, "o-1").outputAs(String.class)).isEqualTo("stopped");
    Await.until("the cancel to be seen", canceled::get);
    assertThat(count(varve, "o-1", TaskCompleted.class)).isZero();
  }

  @Test
  void generic_payloads_records_and_times_come_through_whole() {
    Item item =
        new Item(
            "\u00fc\u4e16\ud83d\ude00 \"q\" \\ \u0000",
            LocalDate.of(2026, 2, 28),
            Instant.parse("2026-02-28T12:34:56.123456789Z"),
            Duration.ofMillis(1_500),
            Map.of("k", List.of(1, 2)));
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    new TypeRef<List<Item>>() {},
                    (ctx, items) ->
                        ctx.callActivity(
                                "ByName",
                                items,
                                new TypeRef<Map<String, Item>>() {},
                                ActivityOptions.DEFAULT)
                            .thenApply(byName -> byName.values().iterator().next())
                            .await())
                .activity(
                    "ByName_v1",
                    new TypeRef<List<Item>>() {},
                    (ActivityContext context, List<Item> items) ->
                        Map.of(items.getFirst().name(), items.getFirst())));
    start(varve, "Order", "o-1", List.of(item));
    assertThat(end(varve, "o-1").outputAs(Item.class)).isEqualTo(item);
  }

  @Test
  void threads_of_orchestrators_and_activities_carry_the_instance_in_the_logging_context() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) ->
                        MDC.get("varve.instance")
                            + " "
                            + MDC.get("varve.function")
                            + " "
                            + ctx.callActivity("Who", 1, String.class).await())
                .activity(
                    "Who_v1",
                    Integer.class,
                    (Integer in) -> MDC.get("varve.instance") + " " + MDC.get("varve.function")));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("o-1 Order_v1 o-1 Who_v1");
  }

  @Test
  void an_unreadable_input_or_unwritable_result_fails_the_attempt_and_names_the_type() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> ctx.callActivity("Charge", "no number", String.class).await())
                .activity("Charge_v1", Integer.class, (Integer in) -> "never"));
    start(varve, "Order", "o-1");
    assertThat(end(varve, "o-1").failure().orElseThrow().message())
        .contains("Charge_v1")
        .contains("Integer");
  }
}
