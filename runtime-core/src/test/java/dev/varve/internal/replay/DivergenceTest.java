package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.SubOrchestrationOptions;
import dev.varve.VersionChoice;
import dev.varve.history.InputEvent;
import dev.varve.internal.replay.Story.Code;
import dev.varve.internal.replay.TurnResult.Progress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that was edited under a running instance is told apart from code that was not (V11). */
final class DivergenceTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * What was edited: the code that made the history, what it was told, the code that replays it,
   * and where and how they part.
   */
  record Edit(
      String what,
      Code was,
      List<InputEvent> told,
      Code now,
      int event,
      String recorded,
      String actual) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Edit> edits() {
    Code charge = ctx -> ctx.callActivity("Charge", 5).await();
    Code chargeThenShip =
        ctx -> {
          ctx.callActivity("Charge", 5).await();
          return ctx.callActivity("Ship", 5).await();
        };
    Code timer = ctx -> ctx.createTimer(HOUR).await();
    Code sideEffect =
        ctx -> {
          ctx.sideEffect(Integer.class, () -> 1);
          return ctx.callActivity("Charge", 5).await();
        };
    Code child = ctx -> ctx.callSubOrchestrator("Item", 1, String.class, withId("child-1")).await();
    Code canceled =
        ctx -> {
          ctx.createTimer(HOUR).cancel();
          return ctx.callActivity("Charge", 5).await();
        };
    Code send =
        ctx -> {
          ctx.sendEvent("order-2", "Paid", 1);
          return ctx.waitForExternalEvent("Go").await();
        };
    return Stream.of(
        new Edit(
            "changed order",
            both("Charge", "Ship"),
            List.of(),
            both("Ship", "Charge"),
            1,
            "TaskScheduled: activity 'Charge_v1' as task 1",
            "TaskScheduled: activity 'Ship' as task 1"),
        new Edit(
            "changed kind",
            charge,
            List.of(),
            timer,
            1,
            "TaskScheduled: activity 'Charge_v1' as task 1",
            "TimerCreated: timer 1 for 2026-01-01T01:00:00Z"),
        new Edit(
            "changed name",
            charge,
            List.of(),
            ctx -> ctx.callActivity("Bill", 5).await(),
            1,
            "TaskScheduled: activity 'Charge_v1' as task 1",
            "TaskScheduled: activity 'Bill' as task 1"),
        new Edit(
            "changed case of a name",
            charge,
            List.of(),
            ctx -> ctx.callActivity("CHARGE", 5).await(),
            1,
            "TaskScheduled: activity 'Charge_v1' as task 1",
            "TaskScheduled: activity 'CHARGE' as task 1"),
        new Edit(
            "changed version",
            charge,
            List.of(),
            ctx -> ctx.callActivity("Charge_v2", 5).await(),
            1,
            "TaskScheduled: activity 'Charge_v1' as task 1",
            "TaskScheduled: activity 'Charge_v2' as task 1"),
        new Edit(
            "removed step",
            chargeThenShip,
            List.of(done(1, null)),
            ctx -> ctx.callActivity("Charge", 5).await(),
            3,
            "TaskScheduled: activity 'Ship_v1' as task 2",
            "ExecutionCompleted: ends with status COMPLETED"),
        new Edit(
            "removed step, and waits for something else",
            chargeThenShip,
            List.of(done(1, null)),
            ctx -> {
              ctx.callActivity("Charge", 5).await();
              return ctx.waitForExternalEvent("Go").await();
            },
            3,
            "TaskScheduled: activity 'Ship_v1' as task 2",
            "the code waits"),
        new Edit(
            "added step in front",
            chargeThenShip,
            List.of(done(1, null)),
            ctx -> {
              ctx.callActivity("Check", 5).await();
              return chargeThenShip.run(ctx);
            },
            1,
            "TaskScheduled: activity 'Charge_v1' as task 1",
            "TaskScheduled: activity 'Check' as task 1"),
        new Edit(
            "added step within a turn",
            charge,
            List.of(),
            both("Charge", "Ship"),
            2,
            "nothing more in this turn",
            "TaskScheduled: activity 'Ship' as task 2"),
        new Edit(
            "added step between two",
            chargeThenShip,
            List.of(done(1, null), done(2, null)),
            ctx -> {
              ctx.callActivity("Charge", 5).await();
              ctx.callActivity("Pack", 5).await();
              return ctx.callActivity("Ship", 5).await();
            },
            3,
            "TaskScheduled: activity 'Ship_v1' as task 2",
            "TaskScheduled: activity 'Pack' as task 2"),
        new Edit(
            "changed timer",
            timer,
            List.of(),
            ctx -> ctx.createTimer(Duration.ofHours(2)).await(),
            1,
            "TimerCreated: timer 1 for 2026-01-01T01:00:00Z",
            "TimerCreated: timer 1 for 2026-01-01T02:00:00Z"),
        new Edit(
            "extra step after the recorded end",
            charge,
            List.of(done(1, null)),
            chargeThenShip,
            3,
            "ExecutionCompleted: ends with status COMPLETED",
            "TaskScheduled: activity 'Ship' as task 2"),
        new Edit(
            "another outcome",
            charge,
            List.of(done(1, null)),
            ctx -> {
              ctx.callActivity("Charge", 5).await();
              throw new IllegalStateException("new check");
            },
            3,
            "ExecutionCompleted: ends with status COMPLETED",
            "ExecutionCompleted: ends with status FAILED (java.lang.IllegalStateException)"),
        new Edit(
            "changed child id",
            child,
            List.of(),
            ctx -> ctx.callSubOrchestrator("Item", 1, String.class, withId("child-2")).await(),
            1,
            "SubOrchestrationInstanceCreated: child 'Item_v1' with id 'child-1' as task 1",
            "SubOrchestrationInstanceCreated: child 'Item' with id 'child-2' as task 1"),
        new Edit(
            "child made detached",
            child,
            List.of(),
            ctx -> ctx.startDetached("Item", 1, withId("child-1")),
            1,
            "SubOrchestrationInstanceCreated: child 'Item_v1' with id 'child-1' as task 1",
            "SubOrchestrationInstanceCreated: detached 'Item' with id 'child-1' as task 1"),
        new Edit(
            "side effect removed",
            sideEffect,
            List.of(),
            charge,
            1,
            "SideEffectRecorded: side effect 1",
            "TaskScheduled: activity 'Charge' as task 1"),
        new Edit(
            "side effect added",
            charge,
            List.of(),
            sideEffect,
            1,
            "TaskScheduled: activity 'Charge_v1' as task 1",
            "SideEffectRecorded: side effect 1"),
        new Edit(
            "cancel removed",
            canceled,
            List.of(),
            ctx -> {
              ctx.createTimer(HOUR);
              return ctx.callActivity("Charge", 5).await();
            },
            2,
            "TimerCanceled: timer 1",
            "TaskScheduled: activity 'Charge' as task 2"),
        new Edit(
            "changed event",
            send,
            List.of(),
            ctx -> {
              ctx.sendEvent("order-2", "Shipped", 1);
              return ctx.waitForExternalEvent("Go").await();
            },
            1,
            "EventSent: event 'Paid' to instance 'order-2'",
            "EventSent: event 'Shipped' to instance 'order-2'"),
        new Edit(
            "ended instead of continuing as new",
            ctx -> {
              ctx.continueAsNew(1, VersionChoice.inherit(), true);
              return null;
            },
            List.of(),
            ctx -> null,
            1,
            "ContinueAsNew: goes on as Order_v1",
            "ExecutionCompleted: ends with status COMPLETED"));
  }

  private static Code both(String first, String second) {
    return ctx -> {
      var one = ctx.callActivity(first, 5);
      var two = ctx.callActivity(second, 5);
      return ctx.allOf(List.of(one, two)).await();
    };
  }

  private static SubOrchestrationOptions withId(String id) {
    return SubOrchestrationOptions.DEFAULT.withInstanceId(id);
  }

  @ParameterizedTest
  @MethodSource("edits")
  void an_edit_is_found(Edit edit) {
    Story story = Story.of(edit.was());
    edit.told().forEach(story::tell);
    Divergence found = story.divergenceOf(edit.now());
    assertThat(found)
        .isEqualTo(
            new Divergence(Story.ORDER, "order-1", edit.event(), edit.recorded(), edit.actual()));
    assertThat(found.message())
        .contains(
            "Order_v1 no longer fits the history of instance 'order-1'",
            "event " + edit.event() + ", recorded: " + edit.recorded(),
            "event " + edit.event() + ", now:      " + edit.actual(),
            "The usual cause: the code of Order_v1 was edited",
            "What to do: deploy the code as it was",
            "put the change into Order_v2");
  }

  @MethodSource("edits")
  @ParameterizedTest
  void B3_both_sides_are_read_again_from_the_message_that_stores_keep(Edit edit) {
    Divergence found =
        new Divergence(Story.ORDER, "order-1", edit.event(), edit.recorded(), edit.actual());
    assertThat(Divergence.read(Story.ORDER, "order-1", found.message())).contains(found);
    assertThat(Divergence.read(Story.ORDER, "order-1", edit.recorded())).isEmpty();
  }

  @Test
  void the_same_code_diverges_nowhere_and_changed_inputs_and_log_lines_do_not_matter() {
    Story story =
        Story.of(ctx -> {
          ctx.callActivity("Charge", 5).await();
          return ctx.callActivity("Ship", 5).await();
        });
    story.tell(done(1, null));
    TurnResult result =
        story.replayedBy(ctx -> {
          ctx.setCustomStatus("new");
          ctx.callActivity("Charge", 6).await();
          return ctx.callActivity("Ship", 7).await();
        });
    assertThat(result.progress()).isInstanceOf(Progress.Waiting.class);
  }

  @Test
  void a_divergence_cannot_be_caught_by_the_code() {
    Story story = Story.of(ctx -> ctx.callActivity("Charge", 5).await());
    Divergence found =
        story.divergenceOf(ctx -> {
          try {
            return ctx.callActivity("Bill", 5).await();
          } catch (Exception e) {
            return "caught";
          } finally {
            ctx.callActivity("Clean", 5);
          }
        });
    assertThat(found.actual()).isEqualTo("TaskScheduled: activity 'Bill' as task 1");
  }

  @Test
  void a_divergence_in_a_later_part_of_a_long_history_is_numbered_over_all_of_it() {
    Story story =
        Story.of(ctx -> {
          for (int i = 0; i < 50; i++) {
            ctx.callActivity("Step", i).await();
          }
          return null;
        });
    for (int i = 1; i <= 40; i++) {
      story.tell(done(i, null));
    }
    Divergence found =
        story.divergenceOf(ctx -> {
          for (int i = 0; i < 50; i++) {
            ctx.callActivity(i == 30 ? "Other" : "Step", i).await();
          }
          return null;
        });
    assertThat(found.position()).isEqualTo(61);
    assertThat(found.recorded()).isEqualTo("TaskScheduled: activity 'Step_v1' as task 31");
  }
}
