package dev.varve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.ActivityOptions;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.RetryPolicy;
import dev.varve.StartOptions;
import dev.varve.TaskCanceledException;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.WaitTimeoutException;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestEngineTest {
  private static final Duration FORTY_DAYS = Duration.ofDays(40);

  @Test
  void a_timer_of_thirty_days_fires_on_time_and_the_wait_returns_at_once() {
    VarveBuilder builder =
        Varve.builder()
            .orchestrator(
                "Nap_v1",
                Void.class,
                (context, input) -> {
                  context.createTimer(Duration.ofDays(30)).await();
                  return context.currentInstant().toString();
                });
    long began = System.nanoTime();
    try (TestEngine engine = TestEngine.start(builder)) {
      Instant start = engine.now();
      String id = engine.client().scheduleNewOrchestrationInstance("Nap");
      var ended = engine.client().waitForInstanceCompletion(id, FORTY_DAYS);
      assertThat(Instant.parse(ended.outputAs(String.class)))
          .isBetween(start.plus(Duration.ofDays(30)), start.plus(Duration.ofDays(30)).plusMillis(1));
      assertThat(engine.now()).isBefore(start.plus(Duration.ofDays(30)).plusMillis(1));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void retries_wait_for_their_back_off() {
    List<Instant> attempts = new ArrayList<>();
    TestEngine[] running = new TestEngine[1];
    VarveBuilder builder =
        Varve.builder()
            .orchestrator(
                "Stubborn_v1",
                Void.class,
                (context, input) ->
                    context
                        .callActivity(
                            "Flaky",
                            null,
                            String.class,
                            ActivityOptions.DEFAULT.withRetryPolicy(
                                RetryPolicy.of(4, Duration.ofHours(1)).withBackoffCoefficient(2)))
                        .await())
            .activity(
                "Flaky_v1",
                Void.class,
                input -> {
                  attempts.add(running[0].now());
                  if (attempts.size() < 4) {
                    throw new IllegalStateException("not yet");
                  }
                  return "done";
                });
    try (TestEngine engine = TestEngine.start(builder)) {
      running[0] = engine;
      String id = engine.client().scheduleNewOrchestrationInstance("Stubborn");
      var ended = engine.client().waitForInstanceCompletion(id, FORTY_DAYS);
      assertThat(ended.outputAs(String.class)).isEqualTo("done");
    }
    assertThat(gaps(attempts)).containsExactly(1L, 2L, 4L);
  }

  private static List<Long> gaps(List<Instant> times) {
    List<Long> hours = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      hours.add(Duration.between(times.get(i - 1), times.get(i)).toHours());
    }
    return hours;
  }

  @Test
  void a_delayed_start_begins_at_its_time() {
    try (TestEngine engine = TestEngine.start(clockReader())) {
      Instant later = engine.now().plus(Duration.ofDays(7));
      String id =
          engine
              .client()
              .scheduleNewOrchestrationInstance(
                  "Clock", null, StartOptions.DEFAULT.withStartTime(later));
      engine.advance(Duration.ofDays(6));
      assertThat(engine.client().getInstanceMetadata(id).orElseThrow().runtimeStatus())
          .isEqualTo(OrchestrationRuntimeStatus.PENDING);
      engine.advance(Duration.ofDays(1).plusSeconds(1));
      var ended = engine.client().getInstanceMetadata(id).orElseThrow();
      assertThat(Instant.parse(ended.outputAs(String.class))).isBetween(later, later.plusMillis(1));
    }
  }

  private static VarveBuilder clockReader() {
    return Varve.builder()
        .orchestrator(
            "Clock_v1", Void.class, (context, input) -> context.currentInstant().toString());
  }

  @Test
  void events_that_do_not_come_time_out_and_others_are_in_time() {
    try (TestEngine engine = TestEngine.start(approval())) {
      String late = engine.client().scheduleNewOrchestrationInstance("Approval");
      String early = engine.client().scheduleNewOrchestrationInstance("Approval");
      engine.advance(Duration.ofDays(2));
      engine.client().raiseEvent(early, "Approved", "yes");
      assertThat(output(engine, early)).isEqualTo("yes");
      assertThat(output(engine, late)).isEqualTo("too late");
      assertThat(engine.now()).isAfter(VirtualWorld.BEGINNING.plus(Duration.ofDays(3)));
    }
  }

  private static String output(TestEngine engine, String id) {
    String output =
        engine.client().waitForInstanceCompletion(id, FORTY_DAYS).outputAs(String.class);
    return output == null ? "" : output;
  }

  private static VarveBuilder approval() {
    return Varve.builder()
        .orchestrator(
            "Approval_v1",
            Void.class,
            (context, input) -> {
              try {
                return context
                    .waitForExternalEvent("Approved", Duration.ofDays(3), String.class)
                    .await();
              } catch (TaskCanceledException e) {
                return "too late";
              }
            });
  }

  @Test
  void a_wait_ends_at_its_virtual_deadline() {
    try (TestEngine engine = TestEngine.start(approval())) {
      String id = engine.client().scheduleNewOrchestrationInstance("Approval");
      assertThatThrownBy(() -> engine.client().waitForInstanceCompletion(id, Duration.ofDays(2)))
          .isInstanceOf(WaitTimeoutException.class);
      assertThat(engine.now()).isEqualTo(VirtualWorld.BEGINNING.plus(Duration.ofDays(2)));
    }
  }

  @Test
  void timers_fire_in_the_order_of_their_due_times() {
    VarveBuilder builder =
        Varve.builder()
            .orchestrator(
                "Order_v1",
                Void.class,
                (context, input) -> {
                  List<Integer> fired = new ArrayList<>();
                  List<dev.varve.Task<Void>> timers = new ArrayList<>();
                  for (int day : new int[] {9, 2, 30, 5}) {
                    timers.add(
                        context
                            .createTimer(Duration.ofDays(day))
                            .thenAccept(done -> fired.add(day)));
                  }
                  context.allOf(timers).await();
                  return fired.toString();
                });
    try (TestEngine engine = TestEngine.start(builder)) {
      String id = engine.client().scheduleNewOrchestrationInstance("Order");
      assertThat(output(engine, id)).isEqualTo("[2, 5, 9, 30]");
    }
  }

  @Test
  void the_same_program_gives_the_same_histories_with_ids_and_times() {
    List<HistoryTurn> first = fanOut();
    assertThat(first).hasSizeGreaterThan(2).isEqualTo(fanOut());
  }

  private static List<HistoryTurn> fanOut() {
    VarveBuilder builder =
        Varve.builder()
            .orchestrator(
                "Fan_v1",
                Void.class,
                (context, input) -> {
                  List<dev.varve.Task<String>> tasks = new ArrayList<>();
                  for (int i = 0; i < 5; i++) {
                    tasks.add(context.callActivity("Echo", "" + i, String.class));
                  }
                  tasks.add(context.callSubOrchestrator("Leaf", "x", String.class));
                  context.createTimer(Duration.ofMinutes(1)).await();
                  return context.allOf(tasks).await().toString() + context.newUuid();
                })
            .orchestrator("Leaf_v1", String.class, (context, input) -> input + context.newUuid())
            .activity("Echo_v1", String.class, input -> input);
    try (TestEngine engine = TestEngine.start(builder)) {
      String id = engine.client().scheduleNewOrchestrationInstance("Fan");
      engine.client().waitForInstanceCompletion(id, FORTY_DAYS);
      return engine.history(id);
    }
  }

  @Test
  void work_that_one_worker_lacks_runs_on_another() {
    VarveBuilder caller =
        Varve.builder()
            .orchestrator(
                "Caller_v1",
                Void.class,
                (context, input) -> context.callActivity("Far_v1", "hi", String.class).await());
    VarveBuilder callee = Varve.builder().activity("Far_v1", String.class, input -> input + "!");
    try (TestEngine engine = TestEngine.start(caller);
        Varve worker = engine.startWorker(callee)) {
      assertThat(worker.residentInstances()).isZero();
      String id = engine.client().scheduleNewOrchestrationInstance("Caller");
      assertThat(output(engine, id)).isEqualTo("hi!");
    }
  }

  @Test
  void a_builder_with_a_store_of_its_own_is_refused() {
    VarveBuilder builder = clockReader().storage(new InMemoryStorage());
    assertThatThrownBy(() -> TestEngine.start(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give the store to the test engine");
  }
}
