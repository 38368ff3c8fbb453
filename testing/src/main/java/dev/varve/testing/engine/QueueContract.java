package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ActivityContext;
import dev.varve.Task;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskQueued;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Activities that run on another worker than the one that called them. */
abstract class QueueContract extends EngineCase {
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicBoolean canceled = new AtomicBoolean();
  private final Queue<String> keys = new ConcurrentLinkedQueue<>();

  private VarveBuilder callerOf(String activity) {
    return engine()
        .orchestrator(
            "Caller_v1",
            Void.class,
            (ctx, in) -> ctx.callActivity(activity, 1, String.class).await());
  }

  private VarveBuilder remote(String result, CountDownLatch gate) {
    return remoteOn(engine(), result, gate);
  }

  private VarveBuilder remoteOn(VarveBuilder builder, String result, CountDownLatch gate) {
    return builder.activity(
        "Remote_v1",
        Integer.class,
        (ActivityContext context, Integer in) -> {
          runs.incrementAndGet();
          keys.add(context.instanceId() + " " + context.attempt());
          try {
            pass(gate);
          } catch (InterruptedException e) {
            canceled.set(context.isCanceled());
          }
          return result;
        });
  }

  @Test
  void an_activity_that_only_another_worker_has_runs_there() {
    CountDownLatch gate = gate();
    gate.countDown();
    run(remote("there", gate));
    Varve caller = run(callerOf("Remote_v1"));
    start(caller, "Caller", "c-1");
    assertThat(output(caller, "c-1")).isEqualTo("there");
    assertThat(keys).containsExactly("c-1 1");
    assertThat(runs).hasValue(1);
  }

  @Test
  void an_activity_on_another_worker_is_cancelled_when_its_instance_is_terminated() {
    CountDownLatch gate = gate();
    run(remote("never", gate));
    Varve caller = run(callerOf("Remote_v1"));
    start(caller, "Caller", "c-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    caller.client().terminate("c-1", "enough");
    Await.until("the activity to see it", canceled::get);
    end(caller, "c-1");
  }

  @Test
  void an_activity_on_another_worker_is_cancelled_when_the_code_ends_without_it() {
    CountDownLatch gate = gate();
    run(remote("never", gate));
    Varve caller =
        run(
            engine()
                .orchestrator(
                    "Impatient_v1",
                    Void.class,
                    (ctx, in) -> {
                      ctx.callActivity("Remote_v1", 1, String.class);
                      return ctx.waitForExternalEvent("Enough", String.class).await();
                    }));
    start(caller, "Impatient", "i-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    caller.client().raiseEvent("i-1", "Enough", "without");
    assertThat(output(caller, "i-1")).isEqualTo("without");
    Await.until("the activity to see it", canceled::get);
  }

  @Test
  void an_activity_on_another_worker_is_cancelled_when_its_task_is() {
    CountDownLatch gate = gate();
    run(remote("never", gate));
    Varve caller =
        run(
            engine()
                .orchestrator(
                    "Canceling_v1",
                    Void.class,
                    (ctx, in) -> {
                      Task<String> task = ctx.callActivity("Remote_v1", 1, String.class);
                      ctx.waitForExternalEvent("Enough").await();
                      task.cancel();
                      return ctx.waitForExternalEvent("End", String.class).await();
                    }));
    start(caller, "Canceling", "c-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    caller.client().raiseEvent("c-1", "Enough");
    Await.until("the activity to see it", canceled::get);
    assertThat(runs).hasValue(1);
    caller.client().raiseEvent("c-1", "End", "on");
    assertThat(output(caller, "c-1")).isEqualTo("on");
  }

  @Test
  void an_activity_of_a_worker_that_closes_runs_again_on_the_next() {
    CountDownLatch gate = gate();
    Varve first = run(remote("first", gate).drainTimeout(millis(50)));
    Varve caller = run(callerOf("Remote_v1"));
    start(caller, "Caller", "c-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    stop(first);
    CountDownLatch open = gate();
    open.countDown();
    run(remote("second", open));
    assertThat(output(caller, "c-1")).isEqualTo("second");
  }

  @Test
  void an_activity_of_a_worker_that_dies_runs_again_on_the_next() {
    CountDownLatch gate = gate();
    Varve caller = run(callerOf("Remote_v1"));
    Varve first = run(remote("first", gate));
    start(caller, "Caller", "c-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    crashLastEngine();
    assertThat(first.residentInstances()).isZero();
    CountDownLatch open = gate();
    open.countDown();
    run(remote("second", open));
    assertThat(output(caller, "c-1")).isEqualTo("second");
  }

  private VarveBuilder patient() {
    return engine()
        .drainTimeout(millis(50))
        .orchestrator(
            "Patient_v1",
            Void.class,
            (ctx, in) -> {
              String result = ctx.callActivity("Remote_v1", 1, String.class).await();
              ctx.setCustomStatus(result);
              return result + ctx.waitForExternalEvent("End", String.class).await();
            });
  }

  private VarveBuilder patientAnd(String result, CountDownLatch gate) {
    return remoteOn(patient(), result, gate);
  }

  @Test
  void an_activity_handed_to_the_queue_is_not_run_by_a_later_owner_as_well() {
    Varve first = run(patientAnd("first", gate()));
    start(first, "Patient", "p-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    stop(first);
    Varve second = run(patient());
    Await.until("it to be queued", () -> count(second, "p-1", TaskQueued.class) == 1);
    stop(second);
    CountDownLatch open = gate();
    open.countDown();
    Varve third = run(patientAnd("third", open));
    awaitCustomStatus(third, "p-1", "third");
    third.client().raiseEvent("p-1", "End", "!");
    assertThat(output(third, "p-1")).isEqualTo("third!");
    assertThat(runs).hasValue(2);
    assertThat(count(third, "p-1", TaskCompleted.class)).isEqualTo(1);
    assertThat(count(third, "p-1", TaskQueued.class)).isEqualTo(1);
  }
}
