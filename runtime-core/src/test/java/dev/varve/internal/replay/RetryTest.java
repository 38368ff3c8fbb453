package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ActivityOptions;
import dev.varve.RetryHandler;
import dev.varve.RetryPolicy;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows a failed attempt. */
final class RetryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Story charging(@Nullable RetryPolicy policy, @Nullable RetryHandler handler) {
    ActivityOptions options = new ActivityOptions(policy, handler, null);
    return Story.of(ctx -> {
      try {
        return ctx.callActivity("Charge", 5, Integer.class, options).await();
      } catch (TaskFailedException e) {
        return "gave up: " + e.details().message();
      }
    });
  }

  @Test
  void the_first_retry_comes_after_the_first_interval_and_each_later_one_after_times_the_factor() {
    Story story = charging(RetryPolicy.of(4, SECOND).withBackoffCoefficient(1.5), null);
    assertThat(story.decisions()).containsExactly(attempt(1, "Charge", 5, 1, 1));
    assertThat(story.tell(failed(1, "a")).decisions()).containsExactly(timer(2, SECOND));
    story.after(SECOND).tell(fired(2, SECOND));
    assertThat(story.decisions()).containsExactly(attempt(3, "Charge", 5, 2, 1));
    assertThat(story.tell(failed(3, "b")).decisions())
        .containsExactly(timer(4, Duration.ofMillis(2_500)));
    story.after(Duration.ofMillis(1_500)).tell(fired(4, Duration.ofMillis(2_500)));
    assertThat(story.decisions()).containsExactly(attempt(5, "Charge", 5, 3, 1));
    assertThat(story.tell(failed(5, "c")).decisions())
        .containsExactly(timer(6, Duration.ofMillis(4_750)));
    story.tell(fired(6, Duration.ofMillis(4_750)));
    assertThat(story.tell(failed(7, "d")).output()).isEqualTo("\"gave up: d\"");
  }

  @Test
  void a_retry_that_succeeds_gives_its_result() {
    Story story = charging(RetryPolicy.of(3, SECOND), null);
    story.tell(failed(1, "a")).tell(fired(2, SECOND));
    assertThat(story.tell(done(3, 7)).output()).isEqualTo("7");
  }

  @Test
  void one_attempt_means_no_retry() {
    assertThat(charging(RetryPolicy.of(1, SECOND), null).tell(failed(1, "a")).output())
        .isEqualTo("\"gave up: a\"");
  }

  @Test
  void no_interval_means_a_retry_at_once_without_a_timer() {
    Story story = charging(RetryPolicy.of(2, Duration.ZERO), null);
    assertThat(story.tell(failed(1, "a")).decisions())
        .containsExactly(attempt(2, "Charge", 5, 2, 1));
  }

  @Test
  void no_attempt_starts_after_the_retry_timeout() {
    RetryPolicy policy = RetryPolicy.of(10, SECOND).withRetryTimeout(Duration.ofMillis(2_500));
    Story story = charging(policy, null);
    story.tell(failed(1, "a")).after(SECOND).tell(fired(2, SECOND));
    story.tell(failed(3, "b")).after(SECOND).tell(fired(4, Duration.ofSeconds(2)));
    assertThat(story.tell(failed(5, "c")).output()).isEqualTo("\"gave up: c\"");
  }

  @Test
  void a_failure_that_is_not_to_be_retried_is_not_and_no_handler_is_asked() {
    RetryHandler never =
        context -> {
          throw new IllegalStateException("must not be asked");
        };
    assertThat(charging(RetryPolicy.of(9, SECOND), never).tell(failedForGood(1, "no")).output())
        .isEqualTo("\"gave up: no\"");
  }

  @Test
  void a_handler_alone_retries_at_once_as_long_as_it_says_so() {
    Story story =
        charging(
            null,
            context ->
                context.lastAttemptNumber() < 3 && context.lastFailure().message().equals("again"));
    assertThat(story.tell(failed(1, "again")).decisions())
        .containsExactly(attempt(2, "Charge", 5, 2, 1));
    assertThat(story.tell(failed(2, "again")).decisions())
        .containsExactly(attempt(3, "Charge", 5, 3, 1));
    assertThat(story.tell(failed(3, "again")).output()).isEqualTo("\"gave up: again\"");
  }

  @Test
  void a_handler_can_refuse_what_the_policy_allows_but_not_allow_what_it_refuses() {
    Story refused = charging(RetryPolicy.of(9, SECOND), context -> false);
    assertThat(refused.tell(failed(1, "a")).output()).isEqualTo("\"gave up: a\"");
    Story over = charging(RetryPolicy.of(1, SECOND), context -> true);
    assertThat(over.tell(failed(1, "a")).output()).isEqualTo("\"gave up: a\"");
  }

  @Test
  void a_handler_sees_the_time_since_the_first_attempt() {
    Story story =
        charging(
            RetryPolicy.of(9, SECOND),
            context -> context.totalRetryTime().compareTo(Duration.ofSeconds(2)) < 0);
    story.tell(failed(1, "a")).after(SECOND).tell(fired(2, SECOND)).after(SECOND);
    assertThat(story.tell(failed(3, "b")).output()).isEqualTo("\"gave up: b\"");
  }

  @Test
  void a_handler_that_throws_fails_its_own_call_and_nothing_else() {
    Story story =
        Story.of(ctx -> {
          RetryHandler broken =
              context -> {
                throw new IllegalArgumentException("broken handler");
              };
          Task<Integer> charge =
              ctx.callActivity(
                  "Charge", 5, Integer.class, ActivityOptions.DEFAULT.withRetryHandler(broken));
          int shipped = ctx.callActivity("Ship", 5, Integer.class).await();
          return shipped + " " + charge.handle((v, e) -> e.getMessage()).await();
        });
    story.tell(failed(1, "a"));
    assertThat(story.isWaiting()).isTrue();
    assertThat(story.tell(done(2, 7)).output()).isEqualTo("\"7 broken handler\"");
  }

  @Test
  void retries_in_a_fan_out_do_not_touch_each_other() {
    ActivityOptions twice = ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(2, SECOND));
    Story story =
        Story.of(ctx -> {
          Task<String> a = ctx.callActivity("A", 1, String.class, twice);
          Task<String> b = ctx.callActivity("B", 2, String.class, twice);
          Task<String> c = ctx.callActivity("C", 3, String.class, twice);
          return ctx.allOf(List.of(a, b, c)).await();
        });
    story.tell(failed(2, "b once"), failed(1, "a once"));
    assertThat(story.decisions()).containsExactly(timer(4, SECOND), timer(5, SECOND));
    story.tell(fired(5, SECOND), done(3, "c"), fired(4, SECOND));
    assertThat(story.decisions())
        .containsExactly(attempt(6, "A", 1, 2, 1), attempt(7, "B", 2, 2, 2));
    assertThat(story.tell(done(7, "b"), done(6, "a")).output()).isEqualTo("[\"a\",\"b\",\"c\"]");
  }

  @Test
  void cancelling_a_call_between_two_attempts_cancels_the_timer_and_makes_no_more() {
    Story story =
        Story.of(ctx -> {
          Task<Integer> charge =
              ctx.callActivity(
                  "Charge",
                  5,
                  Integer.class,
                  ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(3, SECOND)));
          ctx.waitForExternalEvent("Stop").await();
          charge.cancel();
          return charge.isCanceled();
        });
    story.tell(failed(1, "a"));
    assertThat(story.tell(raised("Stop", null)).decisions())
        .containsExactly(timerCanceled(2), ended(true));
  }

  @Test
  void a_child_is_retried_under_a_new_id() {
    Story story =
        Story.of(ctx ->
            ctx.callSubOrchestrator(
                    "Item",
                    "in",
                    String.class,
                    SubOrchestrationOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(2, SECOND)))
                .await());
    assertThat(story.decisions()).containsExactly(child(1, "Item", "execution-1:1"));
    story.tell(childFailed(1, "no"));
    assertThat(story.tell(fired(2, SECOND)).decisions())
        .containsExactly(child(3, "Item", "execution-1:3"));
    assertThat(story.tell(childDone(3, "ok")).output()).isEqualTo("\"ok\"");
  }
}
