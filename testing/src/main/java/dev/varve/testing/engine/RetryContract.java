package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ActivityContext;
import dev.varve.ActivityOptions;
import dev.varve.NonRetriableException;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.RetryPolicy;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.TypeRef;
import dev.varve.Varve;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Activities that fail or take too long, and what follows. */
abstract class RetryContract extends EngineCase {
  private static final ActivityOptions THREE_TIMES =
      ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(3, millis(10)));

  @Test
  void a_non_retriable_failure_is_not_retried_and_fails_the_instance_if_nobody_catches_it() {
    AtomicInteger runs = new AtomicInteger();
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> ctx.callActivity("Charge", 1, String.class, THREE_TIMES).await())
                .activity(
                    "Charge_v1",
                    Integer.class,
                    (Integer in) -> {
                      runs.incrementAndGet();
                      throw new NonRetriableException("never");
                    }));
    start(varve, "Order", "o-1");
    OrchestrationMetadata ended = end(varve, "o-1");
    assertThat(ended.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(ended.failure().orElseThrow().message()).contains("Charge_v1").contains("never");
    assertThat(runs).hasValue(1);
  }

  @Test
  void an_attempt_over_its_time_fails_sees_a_cancel_and_is_retried() {
    AtomicInteger attempts = new AtomicInteger();
    AtomicBoolean sawCancel = new AtomicBoolean();
    CountDownLatch never = gate();
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) ->
                        ctx.callActivity(
                                "Charge", 1, String.class, THREE_TIMES.withTimeout(millis(100)))
                            .await())
                .activity(
                    "Charge_v1",
                    Integer.class,
                    (ActivityContext context, Integer in) -> {
                      if (attempts.incrementAndGet() == 1) {
                        try {
                          pass(never);
                        } catch (InterruptedException e) {
                          sawCancel.set(context.isCanceled());
                        }
                      }
                      return "attempt " + context.attempt();
                    }));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("attempt 2");
    Await.until("the cancel to be seen", sawCancel::get);
  }

  @Test
  void a_timeout_is_told_as_a_timeout() {
    CountDownLatch never = gate();
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) ->
                        ctx.callActivity(
                                "Charge",
                                1,
                                String.class,
                                ActivityOptions.DEFAULT.withTimeout(millis(50)))
                            .handle((v, e) ->
                                e instanceof TaskFailedException failed
                                    && failed.details().isCausedBy(TimeoutException.class))
                            .await())
                .activity("Charge_v1", Integer.class, (Integer in) -> passed(never)));
    start(varve, "Order", "o-1");
    assertThat(end(varve, "o-1").outputAs(Boolean.class)).isTrue();
  }

  private static String passed(CountDownLatch gate) throws InterruptedException {
    pass(gate);
    return "passed";
  }

  @Test
  void retries_in_a_fan_out_do_not_interfere() {
    Map<Integer, Integer> failures = new java.util.concurrent.ConcurrentHashMap<>();
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Order_v1",
                    Void.class,
                    (ctx, in) -> {
                      List<Task<Integer>> tasks = new ArrayList<>();
                      for (int i = 0; i < 20; i++) {
                        tasks.add(ctx.callActivity("Flaky", i, Integer.class, THREE_TIMES));
                      }
                      return ctx.allOf(tasks).await();
                    })
                .activity(
                    "Flaky_v1",
                    Integer.class,
                    (Integer in) -> {
                      if (failures.merge(in, 1, Integer::sum) <= in % 3) {
                        throw new IllegalStateException("flaky");
                      }
                      return in * 10;
                    }));
    start(varve, "Order", "o-1");
    List<Integer> results = end(varve, "o-1").outputAs(new TypeRef<List<Integer>>() {});
    assertThat(results).hasSize(20).startsWith(0, 10, 20).endsWith(190);
    failures.forEach((in, runs) -> assertThat(runs).isEqualTo(in % 3 + 1));
  }
}
