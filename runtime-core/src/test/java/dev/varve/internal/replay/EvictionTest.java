package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.internal.replay.Story.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Taking code off its thread, whatever the code does about it. */
final class EvictionTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  private Execution waiting(Code code) {
    Execution execution = Story.execution(code);
    execution.run(Story.BEGINNING, List.of(started()));
    return execution;
  }

  @Test
  void catch_exception_never_sees_it() throws InterruptedException {
    Execution execution =
        waiting(ctx -> {
          try {
            return ctx.callActivity("Charge", 5).await();
          } catch (Exception e) {
            seen.add("caught " + e);
            return null;
          }
        });
    assertThat(execution.evict()).as("whether the thread is lost").isFalse();
    assertThat(seen).isEmpty();
    // It hands over as the last thing it does, and ends a moment later.
    assertThat(execution.thread().join(Duration.ofMinutes(1))).as("the thread ends").isTrue();
  }

  @Test
  void finally_with_an_await_records_nothing() {
    Execution execution =
        waiting(ctx -> {
          try {
            return ctx.callActivity("Charge", 5).await();
          } finally {
            seen.add("finally");
            ctx.callActivity("Release", 5).await();
            seen.add("released");
          }
        });
    TurnResult before = execution.replay(List.of());
    assertThat(execution.evict()).isFalse();
    assertThat(seen).containsExactly("finally");
    assertThat(before.decisions()).isEmpty();
  }

  @Test
  void catch_throwable_once_leaves_at_the_next_call() {
    Execution execution =
        waiting(ctx -> {
          try {
            return ctx.callActivity("Charge", 5).await();
          } catch (Throwable e) {
            seen.add("caught");
            return ctx.callActivity("Other", 5).await();
          }
        });
    assertThat(execution.evict()).isFalse();
    assertThat(seen).containsExactly("caught");
  }

  @Test
  void a_return_out_of_catch_throwable_is_no_end_of_the_execution() {
    Story story =
        Story.of(ctx -> {
          try {
            return ctx.callActivity("Charge", 5, Integer.class).await();
          } catch (Throwable e) {
            return "swallowed";
          }
        });
    assertThat(story.execution().evict()).isFalse();
    assertThat(story.replayedBy(ctx -> ctx.callActivity("Charge", 5).await()).progress())
        .isInstanceOf(TurnResult.Progress.Waiting.class);
  }

  @Test
  void a_loop_that_catches_throwable_loses_its_thread_and_is_reported() {
    AtomicInteger turns = new AtomicInteger();
    Execution execution =
        waiting(ctx -> {
          while (true) {
            try {
              ctx.callActivity("Charge", 5).await();
            } catch (Throwable e) {
              turns.incrementAndGet();
            }
          }
        });
    assertThat(execution.evict()).as("whether the thread is lost").isTrue();
    assertThat(turns.get()).isBetween(100, 100_000);
  }

  @Test
  void what_has_ended_or_never_begun_leaves_without_a_word() {
    assertThat(waiting(ctx -> "done").evict()).isFalse();
    assertThat(Story.execution(ctx -> "never").evict()).isFalse();
  }

  @Test
  void an_evicted_execution_goes_on_in_a_fresh_one_as_if_nothing_had_happened() {
    Code code =
        ctx -> {
          int first = ctx.callActivity("Charge", 5, Integer.class).await();
          return first + ctx.callActivity("Charge", 6, Integer.class).await();
        };
    Story story = Story.of(code).tell(done(1, 10));
    story.execution().evict();
    Execution fresh = Story.execution(code);
    fresh.replay(story.history());
    TurnResult result = fresh.run(Story.BEGINNING, List.of(done(2, 20)));
    assertThat(result.decisions()).containsExactly(ended(30));
  }
}
