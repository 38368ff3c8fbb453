package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ActivityContext;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.InputEvent.TaskQueued;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Workers come and go, run out of memory, block and die; the work goes on. */
abstract class WorkerContract extends EngineCase {
  private static final int MOST_DEATHS = 16;

  private final AtomicInteger runs = new AtomicInteger();
  private final Queue<String> keys = new ConcurrentLinkedQueue<>();

  private VarveBuilder slow(CountDownLatch gate) {
    return engine()
        .orchestrator(
            "Slow_v1",
            Void.class,
            (ctx, in) -> {
              String first = ctx.callActivity("Slow", 1, String.class).await();
              return first + ctx.waitForExternalEvent("Go", String.class).await();
            })
        .activity(
            "Slow_v1",
            Integer.class,
            (ActivityContext context, Integer in) -> {
              runs.incrementAndGet();
              keys.add(context.idempotencyKey());
              passStubbornly(gate);
              return "done";
            });
  }

  @Test
  void closing_lets_running_activities_end_and_keeps_their_results() {
    CountDownLatch gate = gate();
    Varve first = run(slow(gate));
    start(first, "Slow", "s-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> stop(first));
    gate.countDown();
    closing.join();
    Varve second = run(slow(gate));
    second.client().raiseEvent("s-1", "Go", "!");
    assertThat(output(second, "s-1")).isEqualTo("done!");
    assertThat(runs).hasValue(1);
  }

  @Test
  void an_activity_too_long_for_the_drain_is_given_back_and_runs_again_under_the_same_key() {
    CountDownLatch gate = gate();
    Varve first = run(slow(gate).drainTimeout(millis(50)));
    start(first, "Slow", "s-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    stop(first);
    Varve second = run(slow(gate));
    Await.until("the activity to run again", () -> runs.get() == 2);
    gate.countDown();
    second.client().raiseEvent("s-1", "Go", "!");
    assertThat(output(second, "s-1")).isEqualTo("done!");
    assertThat(keys).hasSize(2);
    assertThat(List.copyOf(keys).getFirst()).isEqualTo(List.copyOf(keys).getLast());
  }

  @Test
  void a_second_engine_takes_over_after_the_first_one_is_closed() {
    CountDownLatch gate = gate();
    gate.countDown();
    Varve first = run(slow(gate));
    for (int i = 0; i < 20; i++) {
      start(first, "Slow", "s-" + i);
    }
    Varve second = run(slow(gate));
    stop(first);
    for (int i = 0; i < 20; i++) {
      second.client().raiseEvent("s-" + i, "Go", "!");
    }
    for (int i = 0; i < 20; i++) {
      assertThat(output(second, "s-" + i)).isEqualTo("done!");
    }
    assertThat(runs).as("without a fault, each activity runs once").hasValue(20);
  }

  @Test
  void a_closing_worker_hands_over_what_is_idle_at_once_though_an_activity_keeps_it_busy() {
    CountDownLatch gate = gate();
    CountDownLatch open = gate();
    open.countDown();
    Varve first =
        run(
            slow(gate)
                .drainTimeout(Await.LONGEST)
                .orchestrator(
                    "Idle_v1",
                    Void.class,
                    (ctx, in) -> ctx.waitForExternalEvent("Go", String.class).await()));
    start(first, "Idle", "i-1");
    start(first, "Slow", "s-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    Varve second =
        run(
            slow(open)
                .orchestrator(
                    "Idle_v1",
                    Void.class,
                    (ctx, in) -> ctx.waitForExternalEvent("Go", String.class).await()));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> stop(first));
    Await.until("the idle one to be given up", () -> first.residentInstances() == 1);
    second.client().raiseEvent("i-1", "Go", "on");
    assertThat(output(second, "i-1")).isEqualTo("on");
    assertThat(closing).as("the activity holds up the close").isNotDone();
    gate.countDown();
    closing.join();
    second.client().raiseEvent("s-1", "Go", "!");
    assertThat(output(second, "s-1")).isEqualTo("done!");
    assertThat(runs).as("the result was kept").hasValue(1);
  }

  @Test
  void an_instance_stays_with_its_worker_from_turn_to_turn() {
    AtomicInteger begun = new AtomicInteger();
    Varve first = run(rounds(begun));
    Varve second = run(rounds(begun));
    start(first, "Rounds", "r-1");
    for (int i = 1; i <= 5; i++) {
      awaitCustomStatus(second, "r-1", "round " + i);
      second.client().raiseEvent("r-1", "Next");
    }
    assertThat(output(first, "r-1")).isEqualTo("done");
    assertThat(begun).as("its code was not run again from the beginning").hasValue(1);
  }

  private VarveBuilder rounds(AtomicInteger begun) {
    return engine()
        .orchestrator(
            "Rounds_v1",
            Void.class,
            (ctx, in) -> {
              begun.incrementAndGet();
              for (int i = 1; i <= 5; i++) {
                ctx.setCustomStatus("round " + i);
                ctx.waitForExternalEvent("Next", Void.class).await();
              }
              return "done";
            });
  }

  @Test
  void two_engines_share_the_work_and_nothing_runs_twice() {
    CountDownLatch gate = gate();
    gate.countDown();
    Varve first = run(slow(gate));
    Varve second = run(slow(gate));
    for (int i = 0; i < 40; i++) {
      start(i % 2 == 0 ? first : second, "Slow", "s-" + i);
    }
    for (int i = 0; i < 40; i++) {
      (i % 3 == 0 ? first : second).client().raiseEvent("s-" + i, "Go", "!");
    }
    for (int i = 0; i < 40; i++) {
      assertThat(output(i % 5 == 0 ? first : second, "s-" + i)).isEqualTo("done!");
    }
    assertThat(runs).hasValue(40);
  }

  @Test
  void the_work_of_a_worker_that_died_is_recovered() {
    CountDownLatch gate = gate();
    Varve first = run(slow(gate));
    start(first, "Slow", "s-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    crashLastEngine();
    Varve second = run(slow(gate));
    Await.until("the activity to run again", () -> runs.get() >= 2);
    gate.countDown();
    second.client().raiseEvent("s-1", "Go", "!");
    assertThat(output(second, "s-1")).isEqualTo("done!");
    assertThat(keys).hasSizeGreaterThanOrEqualTo(2).containsOnly(keys.peek());
  }

  private VarveBuilder careful(CountDownLatch gate) {
    return engine()
        .maxCrashes(2)
        .drainTimeout(millis(50))
        .orchestrator(
            "Careful_v1",
            Void.class,
            (ctx, in) -> {
              try {
                return ctx.callActivity("Deadly", 1, String.class).await();
              } catch (TaskFailedException e) {
                return "failed: " + e.getMessage();
              }
            })
        .activity(
            "Deadly_v1",
            Integer.class,
            (Integer in) -> {
              runs.incrementAndGet();
              passStubbornly(gate);
              return "survived";
            });
  }

  @Test
  void an_activity_that_too_many_workers_die_of_goes_through_the_queue_and_fails_in_the_end() {
    CountDownLatch gate = gate();
    Varve last = run(careful(gate));
    start(last, "Careful", "s-1");
    int ranBefore = 0;
    // A worker that was taken for dead begins anew, so that more than one death may fall to each.
    for (int deaths = 0; deaths < MOST_DEATHS && !hasEnded(last); deaths++) {
      Varve worker = last;
      int before = ranBefore;
      Await.until(
          "a worker to run the activity or to give it up",
          () -> runs.get() > before || hasEnded(worker));
      if (!hasEnded(worker)) {
        crashLastEngine();
        stop(worker);
        ranBefore = runs.get();
        last = run(careful(gate));
      }
    }
    assertThat(output(last, "s-1"))
        .contains("2 workers in a row died while they ran Deadly_v1 for instance 's-1'");
    assertThat(count(last, "s-1", TaskQueued.class)).isEqualTo(1);
  }

  private static boolean hasEnded(Varve varve) {
    return look(varve.client(), "s-1").runtimeStatus().isFinished();
  }

  @Test
  void a_worker_taken_for_dead_gives_up_what_it_held_and_begins_anew() {
    CountDownLatch gate = gate();
    gate.countDown();
    Varve varve = run(slow(gate));
    start(varve, "Slow", "s-1");
    Await.until("the activity to run", () -> runs.get() == 1);
    crashLastEngine();
    varve.client().raiseEvent("s-1", "Go", "!");
    assertThat(output(varve, "s-1")).isEqualTo("done!");
    start(varve, "Slow", "s-2");
    varve.client().raiseEvent("s-2", "Go", "!");
    assertThat(output(varve, "s-2")).isEqualTo("done!");
  }

  @Test
  void eviction_under_memory_pressure_loses_nothing() {
    Varve varve =
        run(
            engine()
                .maxResidentInstances(3)
                .orchestrator(
                    "Steps_v1",
                    Integer.class,
                    (ctx, in) -> {
                      int sum = in;
                      for (int i = 0; i < 3; i++) {
                        sum = ctx.callActivity("Add", sum, Integer.class).await();
                        sum += ctx.waitForExternalEvent("More", Integer.class).await();
                      }
                      return sum;
                    })
                .activity(
                    "Add_v1",
                    Integer.class,
                    (Integer in) -> {
                      runs.incrementAndGet();
                      return in + 1;
                    }));
    int count = 30;
    for (int i = 0; i < count; i++) {
      start(varve, "Steps", "s-" + i, i);
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < count; i++) {
        varve.client().raiseEvent("s-" + i, "More", 100);
      }
    }
    for (int i = 0; i < count; i++) {
      assertThat(end(varve, "s-" + i).outputAs(Integer.class)).isEqualTo(i + 303);
    }
    assertThat(runs).hasValue(3 * count);
  }

  @Test
  void a_turn_that_blocks_on_something_else_is_noticed_and_does_not_hold_up_others() {
    CountDownLatch gate = gate();
    AtomicBoolean blocked = new AtomicBoolean();
    Varve varve =
        run(
            engine()
                .stuckTurnAfter(millis(100))
                .orchestrator(
                    "Stuck_v1",
                    Void.class,
                    (ctx, in) -> {
                      blocked.set(true);
                      passStubbornly(gate);
                      return "freed";
                    })
                .orchestrator("Other_v1", Void.class, (ctx, in) -> "other"));
    start(varve, "Stuck", "s-1");
    Await.until("the turn to block", blocked::get);
    for (int i = 0; i < 10; i++) {
      start(varve, "Other", "o-" + i);
      assertThat(output(varve, "o-" + i)).isEqualTo("other");
    }
    Await.until("the turn to be noticed", () -> varve.stuckTurns() == 1);
    gate.countDown();
    assertThat(output(varve, "s-1")).isEqualTo("freed");
    Await.until("the turn to be forgotten", () -> varve.stuckTurns() == 0);
  }

  @Test
  void turns_of_different_instances_run_in_parallel() {
    CountDownLatch both = new CountDownLatch(2);
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Meet_v1",
                    Void.class,
                    (ctx, in) -> {
                      both.countDown();
                      passStubbornly(both);
                      return "met";
                    }));
    start(varve, "Meet", "m-1");
    start(varve, "Meet", "m-2");
    assertThat(output(varve, "m-1")).isEqualTo("met");
    assertThat(output(varve, "m-2")).isEqualTo("met");
  }

  @Test
  void a_wide_fan_out_comes_back_whole_within_the_limit_of_activities() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Varve varve =
        run(
            engine()
                .maxConcurrentActivities(4)
                .orchestrator(
                    "Wide_v1",
                    Void.class,
                    (ctx, in) -> {
                      List<Task<Integer>> tasks = new ArrayList<>();
                      for (int i = 0; i < 300; i++) {
                        tasks.add(ctx.callActivity("One", i, Integer.class));
                      }
                      return ctx.allOf(tasks).await().stream().mapToInt(v -> v).sum();
                    })
                .activity(
                    "One_v1",
                    Integer.class,
                    (Integer in) -> {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      now.decrementAndGet();
                      return 1;
                    }));
    start(varve, "Wide", "w-1");
    assertThat(end(varve, "w-1").outputAs(Integer.class)).isEqualTo(300);
    assertThat(most.get()).isBetween(1, 4);
  }
}
