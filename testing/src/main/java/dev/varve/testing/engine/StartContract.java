package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.ExistingInstancePolicy;
import dev.varve.ExistingInstancePolicy.Action;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationPage;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.UnknownFunctionException;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.WaitTimeoutException;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.RecordedEvent;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Starting, waiting, and looking at what was started. */
abstract class StartContract extends EngineCase {

  private VarveBuilder orders() {
    return engine()
        .orchestrator(
            "Order_v1",
            String.class,
            (ctx, in) -> ctx.callActivity("Echo", in, String.class).await())
        .orchestrator(
            "Waiting_v1",
            String.class,
            (ctx, in) -> ctx.waitForExternalEvent("Go", String.class).await())
        .activity("Echo_v1", String.class, in -> "echo " + in);
  }

  @Test
  void a_start_by_base_name_runs_to_its_output_and_keeps_id_tags_and_input() {
    Varve varve = run(orders());
    VarveClient client = varve.client();
    StartOptions options = StartOptions.withId("o-1").withTags(Map.of("customer", "c 1 / \u00e9"));
    assertThat(client.scheduleNewOrchestrationInstance("Order", "x", options)).isEqualTo("o-1");
    OrchestrationMetadata done = end(varve, "o-1");
    assertThat(done.outputAs(String.class)).isEqualTo("echo x");
    assertThat(done.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
    assertThat(done.function().toString()).isEqualTo("Order_v1");
    assertThat(done.tags()).isEqualTo(Map.of("customer", "c 1 / \u00e9"));
    assertThat(done.hub()).isEqualTo("contract");
    assertThat(done.condition()).isEmpty();
    assertThat(done.completedAt()).isPresent();
    assertThat(client.getInput("o-1", String.class)).isEqualTo("x");
  }

  @Test
  void random_ids_differ() {
    Varve varve = run(orders());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ids.add(varve.client().scheduleNewOrchestrationInstance("Order", "x"));
    }
    assertThat(ids).hasSize(20);
    ids.forEach(id -> assertThat(output(varve, id)).isEqualTo("echo x"));
  }

  @Test
  void a_start_of_something_unknown_writes_nothing_and_says_what_is_known() {
    Varve varve = run(orders());
    assertThatThrownBy(() -> start(varve, "Ordre", "o-1"))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("Ordre")
        .hasMessageContaining("Order_v1");
    assertThatThrownBy(() -> start(varve, "Order_v9", "o-1"))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("Order_v9");
    assertThat(varve.client().getInstanceMetadata("o-1")).isEmpty();
  }

  @Test
  void a_later_start_waits_for_its_time_and_shows_pending_until_then() {
    Varve varve = run(orders());
    Instant from = look(varve, start(varve, "Order", "now", "x")).createdAt().plusMillis(1_500);
    varve
        .client()
        .scheduleNewOrchestrationInstance(
            "Order", "y", StartOptions.withId("later").withStartTime(from));
    OrchestrationMetadata before = look(varve, "later");
    assertThat(before.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.PENDING);
    assertThat(before.scheduledStart()).isPresent();
    assertThat(output(varve, "later")).isEqualTo("echo y");
    assertThat(look(varve, "later").completedAt().orElseThrow()).isAfterOrEqualTo(from);
  }

  private static OrchestrationMetadata look(Varve varve, String id) {
    return look(varve.client(), id);
  }

  @Test
  void a_taken_id_is_refused_kept_or_replaced_as_the_policy_says() {
    Varve varve = run(orders());
    start(varve, "Waiting", "o-1");
    assertThatThrownBy(() -> start(varve, "Order", "o-1"))
        .isInstanceOf(InstanceAlreadyExistsException.class)
        .hasMessageContaining("o-1");
    varve
        .client()
        .scheduleNewOrchestrationInstance(
            "Order", "x", StartOptions.withId("o-1").withExisting(ExistingInstancePolicy.keep()));
    assertThat(look(varve, "o-1").function().base()).isEqualTo("Waiting");
    varve.client().raiseEvent("o-1", "Go", "gone");
    assertThat(output(varve, "o-1")).isEqualTo("gone");
    start(varve, "Order", "o-1", "anew");
    assertThat(output(varve, "o-1")).isEqualTo("echo anew");
    ExistingInstancePolicy once =
        ExistingInstancePolicy.replaceFinished()
            .with(OrchestrationRuntimeStatus.COMPLETED, Action.REFUSE);
    assertThatThrownBy(() ->
            varve
                .client()
                .scheduleNewOrchestrationInstance(
                    "Order", "x", StartOptions.withId("o-1").withExisting(once)))
        .isInstanceOf(InstanceAlreadyExistsException.class);
  }

  @Test
  void waits_for_start_and_completion_end_in_time_or_say_so() {
    Varve varve = run(orders());
    VarveClient client = varve.client();
    start(varve, "Waiting", "o-1");
    assertThat(client.waitForInstanceStart("o-1", Await.LONGEST).runtimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThatThrownBy(() -> client.waitForInstanceCompletion("o-1", millis(50)))
        .isInstanceOf(WaitTimeoutException.class)
        .hasMessageContaining("o-1")
        .hasMessageContaining("PT0.05S");
    assertThatThrownBy(() -> client.waitForInstanceCompletion("nobody", millis(50)))
        .isInstanceOf(InstanceNotFoundException.class)
        .hasMessageContaining("nobody");
    client.raiseEvent("o-1", "Go", "on");
    assertThat(output(varve, "o-1")).isEqualTo("on");
  }

  @Test
  void queries_find_by_name_status_prefix_and_tag_and_page_through_everything() {
    Varve varve = run(orders());
    for (int i = 0; i < 7; i++) {
      varve
          .client()
          .scheduleNewOrchestrationInstance(
              "Order", "x", StartOptions.withId("a-" + i).withTags(Map.of("odd", "" + i % 2)));
      end(varve, "a-" + i);
    }
    start(varve, "Waiting", "b-1");
    assertThat(find(varve, query("Order", Set.of(), "", Map.of()))).hasSize(7);
    assertThat(find(varve, query("", Set.of(OrchestrationRuntimeStatus.RUNNING), "", Map.of())))
        .containsExactly("b-1");
    assertThat(find(varve, query("", Set.of(), "a-", Map.of("odd", "1"))))
        .containsExactly("a-1", "a-3", "a-5");
    assertThat(find(varve, query("", Set.of(), "", Map.of()))).hasSize(8).doesNotHaveDuplicates();
  }

  private static InstanceQuery query(
      String base, Set<OrchestrationRuntimeStatus> statuses, String prefix, Map<String, String> tags) {
    return page(base, statuses, prefix, tags, Optional.empty());
  }

  private static InstanceQuery page(
      String base,
      Set<OrchestrationRuntimeStatus> statuses,
      String prefix,
      Map<String, String> tags,
      Optional<String> continuation) {
    return new InstanceQuery(
        Optional.of(base).filter(text -> !text.isEmpty()),
        OptionalInt.empty(),
        statuses,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(prefix).filter(text -> !text.isEmpty()),
        tags,
        Optional.empty(),
        false,
        3,
        continuation);
  }

  private static List<String> find(Varve varve, InstanceQuery query) {
    OrchestrationPage page = varve.client().queryInstances(query);
    List<String> ids =
        new java.util.ArrayList<>(
            page.instances().stream().map(OrchestrationMetadata::instanceId).toList());
    if (page.continuation().isPresent()) {
      ids.addAll(
          find(
              varve,
              page(
                  query.baseName().orElse(""),
                  query.statuses(),
                  query.idPrefix().orElse(""),
                  query.tags(),
                  page.continuation())));
    }
    return ids;
  }

  @Test
  void counts_are_per_function_and_status() {
    Varve varve = run(orders());
    start(varve, "Order", "o-1", "x");
    start(varve, "Order", "o-2", "x");
    start(varve, "Waiting", "w-1");
    end(varve, "o-1");
    end(varve, "o-2");
    varve.client().waitForInstanceStart("w-1", Await.LONGEST);
    assertThat(varve.client().countInstances())
        .filteredOn(count -> count.count() > 0)
        .extracting(
            c -> c.function().toString(), InstanceCount::status, InstanceCount::count)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "Order_v1", OrchestrationRuntimeStatus.COMPLETED, 2L),
            org.assertj.core.groups.Tuple.tuple(
                "Waiting_v1", OrchestrationRuntimeStatus.RUNNING, 1L));
  }

  @Test
  void the_history_tells_the_whole_story_in_order() {
    Varve varve = run(orders());
    start(varve, "Order", "o-1", "x");
    end(varve, "o-1");
    List<RecordedEvent> events = varve.client().getHistory("o-1").toList();
    assertThat(events)
        .extracting(RecordedEvent::event)
        .extracting(HistoryEvent::getClass)
        .map(Class::getSimpleName)
        .containsExactly(
            ExecutionStarted.class.getSimpleName(),
            TaskScheduled.class.getSimpleName(),
            TaskCompleted.class.getSimpleName(),
            ExecutionCompleted.class.getSimpleName());
    assertThat(events).extracting(RecordedEvent::position).containsExactly(0, 1, 2, 3);
    assertThatThrownBy(() -> varve.client().getHistory("nobody"))
        .isInstanceOf(InstanceNotFoundException.class);
  }

  @Test
  void a_finished_instance_is_never_shown_running() {
    Varve varve = run(orders());
    for (int i = 0; i < 30; i++) {
      String id = start(varve, "Order", "o-" + i, "x");
      // The status belongs to the same write as the end of the history.
      Await.until(id + " to end", () -> count(varve, id, ExecutionCompleted.class) == 1);
      assertThat(look(varve, id).isCompleted()).isTrue();
    }
  }

  @Test
  void timers_fire_in_order_and_never_early_and_long_ones_do_not_hold_an_ended_instance() {
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Timers_v1",
                    Void.class,
                    (ctx, in) -> {
                      ctx.createTimer(Duration.ofDays(40_000));
                      Instant begin = ctx.currentInstant();
                      StringBuilder order = new StringBuilder();
                      var late = ctx.createTimer(millis(150)).thenAccept(v -> order.append("b"));
                      var soon = ctx.createTimer(millis(50)).thenAccept(v -> order.append("a"));
                      ctx.allOf(List.of(late, soon)).await();
                      Duration took = Duration.between(begin, ctx.currentInstant());
                      return order + (took.toMillis() >= 150 ? " not early" : " early " + took);
                    }));
    start(varve, "Timers", "t-1");
    assertThat(output(varve, "t-1")).isEqualTo("ab not early");
  }
}
