package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationContext;
import dev.varve.Task;
import dev.varve.internal.replay.Story.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a context refuses, always with what to do instead. */
final class MisuseTest {

  @Test
  void an_await_in_a_callback_is_refused_and_names_the_way_out() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> charge = ctx.callActivity("Charge", 5, Integer.class);
          Task<Integer> bad =
              charge.thenApply(v -> ctx.callActivity("Ship", v, Integer.class).await());
          charge.await();
          return bad.handle((v, e) -> e.getMessage()).await();
        });
    assertThat(story.tell(done(1, 7)).output()).contains("must not await").contains("thenCompose");
  }

  @Test
  void an_await_in_a_callback_of_what_is_done_is_fine() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> charge = ctx.callActivity("Charge", 5, Integer.class);
          return charge.thenApply(v -> charge.await() + 1).await();
        });
    assertThat(story.tell(done(1, 7)).output()).isEqualTo("8");
  }

  static Stream<Arguments> calls() {
    Map<String, Consumer<OrchestrationContext>> calls =
        new java.util.TreeMap<>(
            Map.of(
                "callActivity", ctx -> ctx.callActivity("Charge", 5),
                "callSubOrchestrator", ctx -> ctx.callSubOrchestrator("Item", 5, String.class),
                "createTimer", ctx -> ctx.createTimer(Duration.ofHours(1)),
                "waitForExternalEvent", ctx -> ctx.waitForExternalEvent("Go"),
                "sendEvent", ctx -> ctx.sendEvent("order-2", "Go", 1),
                "sideEffect", ctx -> ctx.sideEffect(Integer.class, () -> 1),
                "setCustomStatus", ctx -> ctx.setCustomStatus("x"),
                "continueAsNew", ctx -> ctx.continueAsNew(1)));
    return calls.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void a_call_from_another_thread_is_refused(String name, Consumer<OrchestrationContext> call) {
    Story story =
        Story.of(ctx -> {
          try {
            CompletableFuture.runAsync(() -> call.accept(ctx)).join();
            return name + " was let through";
          } catch (CompletionException e) {
            return e.getCause().getMessage();
          }
        });
    assertThat(story.output())
        .contains("'order-1'")
        .contains("was used on thread")
        .contains("do other work in activities");
    assertThat(story.decisions()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void a_call_after_continue_as_new_is_refused(String name, Consumer<OrchestrationContext> call) {
    Story story =
        Story.of(ctx -> {
          ctx.continueAsNew(1);
          call.accept(ctx);
          return name;
        });
    assertThat(story.failure()).contains("continueAsNew was called").contains("return");
  }

  @Test
  void awaiting_a_task_on_another_thread_is_refused() {
    Story story =
        Story.of(ctx -> {
          Task<?> charge = ctx.callActivity("Charge", 5);
          try {
            return CompletableFuture.supplyAsync(charge::await).join();
          } catch (CompletionException e) {
            return e.getCause().getMessage();
          }
        });
    assertThat(story.output()).contains("was used on thread");
  }

  @Test
  void tasks_of_others_are_refused_by_name() {
    Story story =
        Story.of(ctx -> {
          Task<?> foreign =
              (Task<?>)
                  java.lang.reflect.Proxy.newProxyInstance(
                      Task.class.getClassLoader(),
                      new Class<?>[] {Task.class},
                      (proxy, method, args) ->
                          method.getName().equals("toString") ? "foreign" : null);
          return ctx.allOf(List.of(foreign)).await();
        });
    assertThat(story.failure())
        .contains("foreign is not a task of this orchestration")
        .contains("give tasks that its context returned");
  }

  @Test
  void tasks_of_another_execution_are_refused() {
    List<Task<?>> kept = new ArrayList<>();
    Story.of(ctx -> {
      Task<?> own = ctx.callActivity("Charge", 1);
      kept.add(own);
      return own.await();
    });
    Task<?> foreign = kept.getFirst();
    List<Code> codes =
        List.of(
            ctx -> ctx.allOf(List.of(ctx.callActivity("Own", 1), foreign)).await(),
            ctx -> ctx.allOf(ctx.callActivity("Own", 1), foreign).await(),
            ctx -> ctx.anyOf(ctx.callActivity("Own", 1), foreign).await());
    for (Code code : codes) {
      assertThat(Story.of(code).failure())
          .contains("a task of another execution was given")
          .contains("this orchestration's own context returned");
    }
  }

  @Test
  void a_call_of_the_context_inside_a_side_effect_is_refused_live_as_replay_would_not_see_it() {
    Story story =
        Story.of(ctx -> {
          try {
            return ctx.sideEffect(
                String.class,
                () -> {
                  ctx.callActivity("Charge", 5);
                  return "let through";
                });
          } catch (RuntimeException e) {
            return e.getMessage();
          }
        });
    assertThat(story.output()).contains("side effect").contains("must not");
  }
}
