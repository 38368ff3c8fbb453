package dev.varve.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.TaskFailedException;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.faults.Fault;
import dev.varve.testing.faults.FaultyCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store fails for a while in ways that are not the code's fault. In virtual time. */
final class StoreTroubleTest {
  private static final String HUB = "trouble";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MANY_TURNS = 250;

  private final VirtualWorld world = VirtualWorld.faithful();
  private final InMemoryStorage store = new InMemoryStorage(world.clock());
  private final Trouble trouble = new Trouble();
  private final SettledStorage healthy = new SettledStorage(store, StoreCalls.DIRECT);
  private final SettledStorage troubled = new SettledStorage(store, trouble);
  private final List<String> ran = new ArrayList<>();
  private boolean cured;

  /** Lets the methods named fail, and counts what is called. */
  private static final class Trouble implements StoreCalls {
    final Set<String> failing = new HashSet<>();
    final Map<String, Integer> calls = new HashMap<>();
    final List<WorkerSession> sessions = new ArrayList<>();
    Runnable onSecondSession = () -> {};

    @Override
    public <T> T make(String method, Supplier<T> call) {
      calls.merge(method, 1, Integer::sum);
      if (failing.contains(method)) {
        throw new StorageException("the store is down for a while", null);
      }
      T result = call.get();
      if (result instanceof WorkerSession session) {
        sessions.add(session);
        if (sessions.size() == 2) {
          onSecondSession.run();
        }
      }
      return result;
    }

    int calls(String method) {
      return calls.getOrDefault(method, 0);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private VarveBuilder worker() {
    return Varve.builder().hub(HUB).buildId("same").workerName("worker");
  }

  private VarveBuilder collector(int events) {
    return worker()
        .orchestrator(
            "Collector_v1",
            Void.class,
            (ctx, in) -> {
              for (int i = 0; i < events; i++) {
                ctx.waitForExternalEvent("Next").await();
              }
              return ctx.callActivity("Note", events, String.class).await();
            })
        .activity(
            "Note_v1",
            Integer.class,
            (Integer in) -> {
              ran.add("note");
              return "noted " + in;
            });
  }

  private static void start(Varve varve, String name, String id) {
    varve.client().scheduleNewOrchestrationInstance(name, null, StartOptions.withId(id));
  }

  private static OrchestrationMetadata look(VarveClient client, String id) {
    return client.getInstanceMetadata(id).orElseThrow();
  }

  @Test
  void a_version_set_that_cannot_be_read_is_asked_for_ever_more_seldom_and_the_work_goes_on_then() {
    try (Varve first = world.start(collector(1), healthy)) {
      start(first, "Collector", "c-1");
      world.runUntilIdle();
    }
    try (Varve second = world.start(collector(1), troubled)) {
      trouble.failing.add("versionSet");
      second.client().raiseEvent("c-1", "Next");
      world.advance(MINUTE);
      assertThat(trouble.calls("versionSet")).isBetween(10, 30);
      assertThat(trouble.calls("release")).isZero();
      assertThat(look(second.client(), "c-1").condition()).isEmpty();
      trouble.failing.clear();
      assertThat(second.client().waitForInstanceCompletion("c-1", MINUTE).outputAs(String.class))
          .isEqualTo("noted 1");
      assertThat(ran).hasSize(1);
    }
  }

  @Test
  void an_instance_whose_turn_cannot_go_on_is_terminated_all_the_same() {
    try (Varve first = world.start(collector(1), healthy)) {
      start(first, "Collector", "c-1");
      world.runUntilIdle();
    }
    try (Varve second = world.start(collector(1), troubled)) {
      trouble.failing.add("versionSet");
      second.client().raiseEvent("c-1", "Next");
      world.advance(MINUTE);
      second.client().terminate("c-1", "enough");
      assertThat(second.client().waitForInstanceCompletion("c-1", MINUTE).outputAs(String.class))
          .isEqualTo("enough");
    }
  }

  @Test
  void a_long_history_that_cannot_be_read_is_read_later_and_nothing_is_parked() {
    try (Varve first = world.start(collector(MANY_TURNS + 1), healthy)) {
      start(first, "Collector", "c-1");
      for (int i = 0; i < MANY_TURNS; i++) {
        first.client().raiseEvent("c-1", "Next");
        world.runUntilIdle();
      }
    }
    try (Varve second = world.start(collector(MANY_TURNS + 1), troubled)) {
      trouble.failing.add("history");
      second.client().raiseEvent("c-1", "Next");
      world.advance(MINUTE);
      assertThat(trouble.calls("history")).isBetween(10, 30);
      assertThat(trouble.calls("release")).isZero();
      assertThat(look(second.client(), "c-1").condition()).isEmpty();
      trouble.failing.clear();
      assertThat(second.client().waitForInstanceCompletion("c-1", MINUTE).outputAs(String.class))
          .isEqualTo("noted " + (MANY_TURNS + 1));
      assertThat(ran).hasSize(1);
    }
  }

  @Test
  void an_instance_resumed_while_its_history_cannot_be_read_does_not_become_poison() {
    try (Varve first = world.start(collector(1), healthy)) {
      start(first, "Collector", "c-1");
      world.runUntilIdle();
    }
    VarveBuilder edited =
        worker()
            .orchestrator("Collector_v1", Void.class, (ctx, in) -> ctx.createTimer(MINUTE).await());
    try (Varve wrong = world.start(edited, healthy)) {
      wrong.client().raiseEvent("c-1", "Next");
      world.advance(MINUTE);
      assertThat(look(wrong.client(), "c-1").condition()).contains(InstanceCondition.DIVERGED);
    }
    try (Varve right = world.start(collector(1), troubled)) {
      trouble.failing.add("history");
      right.client().resumeInstance("c-1", "the code fits again");
      world.advance(MINUTE);
      assertThat(trouble.calls("history")).isBetween(10, 30);
      assertThat(look(right.client(), "c-1").condition()).contains(InstanceCondition.DIVERGED);
      trouble.failing.clear();
      assertThat(right.client().waitForInstanceCompletion("c-1", MINUTE).outputAs(String.class))
          .isEqualTo("noted 1");
      assertThat(look(right.client(), "c-1").condition()).isEmpty();
    }
  }

  @Test
  void a_worker_that_closes_while_the_store_fails_ends_its_threads() throws Exception {
    List<Thread> threads = new ArrayList<>();
    VarveBuilder builder =
        worker()
            .orchestrator(
                "Waiting_v1",
                Integer.class,
                (ctx, in) -> {
                  threads.add(Thread.currentThread());
                  return ctx.waitForExternalEvent("Never").await();
                });
    Varve varve = world.start(builder, troubled);
    start(varve, "Waiting", "committed");
    world.runUntilIdle();
    trouble.failing.addAll(List.of("commit", "release", "close", "fetch", "renew", "recover"));
    start(varve, "Waiting", "not committed");
    world.runUntilIdle();
    assertThat(threads).hasSize(2).allMatch(Thread::isAlive);
    varve.close();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(30))).as("the thread ends").isTrue();
    }
  }

  @Test
  void a_worker_that_closes_while_it_begins_anew_leaves_no_session_open() {
    Varve varve = world.start(collector(1), troubled);
    trouble.onSecondSession = varve::close;
    store.crash(trouble.sessions.getFirst());
    world.advance(MINUTE);
    assertThat(trouble.sessions).hasSize(2);
    assertThat(store.hub(HUB).sessions()).isEmpty();
  }

  @Test
  void a_worker_taken_for_dead_while_the_store_fails_begins_anew_when_it_answers() {
    Varve varve = world.start(collector(1), troubled);
    start(varve, "Collector", "c-1");
    world.runUntilIdle();
    store.crash(trouble.sessions.getFirst());
    trouble.failing.add("openSession");
    world.advance(MINUTE);
    assertThat(store.hub(HUB).sessions()).isEmpty();
    trouble.failing.clear();
    varve.client().raiseEvent("c-1", "Next");
    assertThat(varve.client().waitForInstanceCompletion("c-1", MINUTE).outputAs(String.class))
        .isEqualTo("noted 1");
    varve.close();
    assertThat(store.hub(HUB).sessions()).isEmpty();
  }

  private void die() {
    ran.add("died");
    store.crash(trouble.sessions.getLast());
  }

  private VarveBuilder mortal() {
    return worker()
        .maxCrashes(2)
        .orchestrator(
            "Turn_v1",
            Void.class,
            (ctx, in) -> {
              if (!cured) {
                die();
              }
              return "survived";
            })
        .orchestrator(
            "Caller_v1",
            Void.class,
            (ctx, in) -> {
              try {
                return ctx.callActivity("Deadly", null, String.class).await();
              } catch (TaskFailedException e) {
                return e.getMessage() + " " + ctx.callActivity("Note", 1, String.class).await();
              }
            })
        .activity(
            "Deadly_v1",
            Void.class,
            (Void in) -> {
              die();
              return "survived";
            })
        .activity("Note_v1", Integer.class, (Integer in) -> "noted " + in);
  }

  @Test
  void too_many_workers_that_die_of_a_turn_make_its_instance_poison_and_it_can_be_ended() {
    try (Varve varve = world.start(mortal(), troubled)) {
      start(varve, "Turn", "t-1");
      world.advance(MINUTE);
      assertThat(look(varve.client(), "t-1").condition()).contains(InstanceCondition.POISON);
      assertThat(look(varve.client(), "t-1").conditionExplanation().orElseThrow())
          .contains("3 workers in a row died while they held instance 't-1' of Turn_v1");
      assertThat(ran).hasSize(3);
      varve.client().terminate("t-1", "ended");
      assertThat(varve.client().waitForInstanceCompletion("t-1", MINUTE).outputAs(String.class))
          .isEqualTo("ended");
    }
  }

  @Test
  void an_instance_that_was_poison_is_tried_again_when_it_is_resumed() {
    try (Varve varve = world.start(mortal(), troubled)) {
      start(varve, "Turn", "t-1");
      world.advance(MINUTE);
      assertThat(look(varve.client(), "t-1").condition()).contains(InstanceCondition.POISON);
      cured = true;
      varve.client().resumeInstance("t-1", "cured");
      assertThat(varve.client().waitForInstanceCompletion("t-1", MINUTE).outputAs(String.class))
          .isEqualTo("survived");
      assertThat(look(varve.client(), "t-1").condition()).isEmpty();
    }
  }

  @Test
  void an_activity_that_workers_die_of_goes_through_the_queue_then_fails_and_the_code_goes_on() {
    try (Varve varve = world.start(mortal(), troubled)) {
      start(varve, "Caller", "c-1");
      assertThat(varve.client().waitForInstanceCompletion("c-1", MINUTE).outputAs(String.class))
          .contains("2 workers in a row died while they ran Deadly_v1 for instance 'c-1'")
          .endsWith("noted 1");
      assertThat(ran).as("3 times with its owner, 2 times from the queue").hasSize(5);
      assertThat(
              store.hub(HUB).history("c-1", 0, MANY_TURNS).stream()
                  .flatMap(turn -> turn.inputs().stream())
                  .filter(TaskQueued.class::isInstance))
          .hasSize(1);
    }
  }

  @Test
  void V15_a_rewind_whose_answer_is_lost_is_done_once_and_reported_as_done() {
    FaultyCalls lost = new FaultyCalls(Fault.AFTER, 1, "rewind"::equals);
    VarveBuilder order =
        worker()
            .orchestrator(
                "Order_v1",
                Void.class,
                (ctx, in) -> ctx.callActivity("Pay", null, String.class).await())
            .activity(
                "Pay_v1",
                Void.class,
                (Void in) -> {
                  if (!cured) {
                    throw new IllegalStateException("the card service is down");
                  }
                  return "paid";
                });
    try (Varve varve = world.start(order, new SettledStorage(store, lost))) {
      start(varve, "Order", "o-1");
      world.runUntilIdle();
      cured = true;
      varve.client().rewindInstance("o-1", "it is back");
      assertThat(lost.where()).isEqualTo("rewind");
      assertThat(varve.client().waitForInstanceCompletion("o-1", MINUTE).outputAs(String.class))
          .isEqualTo("paid");
      assertThat(
              store.hub(HUB).history("o-1", 0, MANY_TURNS).stream()
                  .flatMap(turn -> turn.inputs().stream())
                  .filter(ExecutionRewound.class::isInstance))
          .hasSize(1);
    }
  }
}
