package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Task;
import dev.varve.TaskCanceledException;
import dev.varve.VersionChoice;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.internal.replay.TurnResult.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events: waited for, buffered, timed out, carried over. */
final class EventWaitTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void names_are_compared_ignoring_case_both_ways() {
    Story waiting = Story.of(ctx -> ctx.waitForExternalEvent("PAID", String.class).await());
    assertThat(waiting.tell(raised("paid", "x")).output()).isEqualTo("\"x\"");
    Story buffered =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Go").await();
          return ctx.waitForExternalEvent("paid", String.class).await();
        });
    assertThat(buffered.tell(raised("PAID", "x"), raised("gO", null)).output()).isEqualTo("\"x\"");
  }

  @Test
  void what_came_before_the_wait_is_kept_first_in_first_out() {
    Story story =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Go").await();
          List<Integer> seen = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            seen.add(ctx.waitForExternalEvent("Item", Integer.class).await());
          }
          return seen;
        });
    story.tell(raised("Item", 1), raised("ITEM", 2)).tell(raised("item", 3));
    assertThat(story.tell(raised("Go", null)).output()).isEqualTo("[1,2,3]");
  }

  @Test
  void several_waiters_first_waiter_first() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> first = ctx.waitForExternalEvent("Item", Integer.class);
          Task<Integer> second = ctx.waitForExternalEvent("ITEM", Integer.class);
          return ctx.allOf(List.of(second, first)).await();
        });
    assertThat(story.tell(raised("item", 1)).isWaiting()).isTrue();
    assertThat(story.tell(raised("Item", 2)).output()).isEqualTo("[2,1]");
  }

  @Test
  void a_wait_that_timed_out_is_cancelled_and_takes_no_later_event() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> timed = ctx.waitForExternalEvent("Item", HOUR, Integer.class);
          Task<Integer> patient = ctx.waitForExternalEvent("Item", Integer.class);
          String why = "";
          try {
            timed.await();
          } catch (TaskCanceledException e) {
            why = e.getMessage();
          }
          return why + " " + timed.isCanceled() + " " + patient.await();
        });
    story.tell(fired(1, HOUR));
    assertThat(story.tell(raised("Item", 5)).output())
        .isEqualTo("\"no event 'Item' came within PT1H true 5\"");
  }

  @Test
  void the_timer_behind_a_wait_is_cancelled_when_the_event_came() {
    Story story =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Item", HOUR).await();
          return ctx.waitForExternalEvent("Never").await();
        });
    assertThat(story.tell(raised("Item", null)).decisions()).containsExactly(timerCanceled(1));
    assertThat(story.tell(fired(1, HOUR)).isWaiting()).as("a late timer is ignored").isTrue();
  }

  @Test
  void a_buffered_event_needs_no_timer() {
    Story story =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Go").await();
          return ctx.waitForExternalEvent("Item", HOUR, Integer.class).await();
        });
    assertThat(story.tell(raised("Item", 1), raised("Go", null)).decisions())
        .containsExactly(ended(1));
  }

  @Test
  void event_and_timer_in_one_turn_the_first_wins() {
    Story.Code code =
        ctx -> {
          Task<Integer> wait = ctx.waitForExternalEvent("Item", HOUR, Integer.class);
          return wait.handle((v, e) -> e == null ? "came" : "late").await();
        };
    assertThat(Story.of(code).tell(raised("Item", 1), fired(1, HOUR)).output())
        .isEqualTo("\"came\"");
    assertThat(Story.of(code).tell(fired(1, HOUR), raised("Item", 1)).output())
        .isEqualTo("\"late\"");
  }

  @Test
  void a_cancelled_wait_takes_no_event() {
    Story story =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Item", HOUR).cancel();
          return ctx.waitForExternalEvent("Item", Integer.class).await();
        });
    assertThat(story.tell(raised("Item", 5)).output()).isEqualTo("5");
  }

  @Test
  void carried_events_keep_their_order_and_equal_ones_are_not_merged() {
    Story story =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Go").await();
          ctx.continueAsNew(null);
          return null;
        });
    EventRaised equal = raised("Item", 1);
    story.tell(raised("b", 1), equal, raised("a", 2), equal);
    story.tell(raised("Go", null), raised("c", 3), equal, done(9, "not an event"));
    assertThat(story.progress())
        .isInstanceOfSatisfying(
            Progress.Continued.class,
            next ->
                assertThat(next.carried())
                    .containsExactly(
                        raised("b", 1), equal, raised("a", 2), equal, raised("c", 3), equal));
  }

  @Test
  void events_are_left_behind_when_the_code_says_so() {
    Story story =
        Story.of(ctx -> {
          ctx.waitForExternalEvent("Go").await();
          ctx.continueAsNew(null, VersionChoice.inherit(), false);
          return null;
        });
    story.tell(raised("Item", 1), raised("Go", null), raised("Item", 2));
    assertThat(((Progress.Continued) story.progress()).carried()).isEmpty();
  }

  @Test
  void task_numbers_go_on_in_the_next_execution() {
    Story story =
        Story.of(ctx -> {
          ctx.callActivity("A", 1);
          ctx.createTimer(HOUR);
          ctx.continueAsNew(null);
          return null;
        });
    assertThat(((Progress.Continued) story.progress()).nextTaskId()).isEqualTo(3);
  }

  @Test
  void a_failure_after_continue_as_new_fails_the_execution() {
    Story story =
        Story.of(ctx -> {
          ctx.continueAsNew(null);
          throw new IllegalStateException("after all");
        });
    assertThat(story.failure()).isEqualTo("after all");
  }
}
