package dev.varve.internal.replay;

import static dev.varve.internal.replay.Events.*;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.varve.TaskFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What an orchestrator takes from its context is the same on every replay. */
final class DeterminismTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void uuids_differ_from_each_other_and_between_executions_and_not_between_replays() {
    Story.Code code =
        ctx -> {
          List<UUID> ids = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            ids.add(ctx.newUuid());
          }
          ctx.waitForExternalEvent("Go").await();
          ids.add(ctx.newUuid());
          return ids;
        };
    String once = Story.of(code).tell(raised("Go", null)).output();
    String again = Story.of(code).tell(raised("Go", null)).output();
    String other = Story.of(code, started("execution-2")).tell(raised("Go", null)).output();
    assertThat(again).isEqualTo(once);
    assertThat(other).isNotEqualTo(once);
    assertThat(new HashSet<>(List.of(once.split(",", -1)))).hasSize(101);
  }

  @Test
  void the_random_sequence_is_fixed_for_an_execution_on_every_jdk() {
    Story.Code code = ctx -> List.of(ctx.random().nextInt(1_000), ctx.random().nextLong());
    String once = Story.of(code).output();
    assertThat(Story.of(code).output()).isEqualTo(once);
    assertThat(Story.of(code, started("execution-2")).output()).isNotEqualTo(once);
    // Recorded: instances in flight depend on it across releases and JDKs.
    assertThat(once).isEqualTo("[168,-5948024972962587381]");
  }

  @Test
  void the_clock_is_the_time_of_the_turn_and_stands_while_code_runs() {
    Story story =
        Story.of(ctx -> {
          var first = ctx.currentInstant();
          var same = ctx.currentInstant();
          ctx.waitForExternalEvent("Go").await();
          return List.of(first, same, ctx.currentInstant());
        });
    assertThat(story.after(HOUR).tell(raised("Go", null)).output())
        .isEqualTo("[\"2026-01-01T00:00:00Z\",\"2026-01-01T00:00:00Z\",\"2026-01-01T01:00:00Z\"]");
  }

  @Test
  void a_side_effect_runs_once_and_replay_gives_what_it_gave() {
    AtomicInteger runs = new AtomicInteger();
    Story story =
        Story.of(ctx -> {
          int value = ctx.sideEffect(Integer.class, runs::incrementAndGet);
          ctx.waitForExternalEvent("Go").await();
          return value;
        });
    assertThat(story.tell(raised("Go", null)).output()).isEqualTo("1");
    assertThat(runs).hasValue(1);
  }

  @Test
  void a_side_effect_that_fails_fails_alike_on_replay_and_does_not_run_again() {
    AtomicInteger runs = new AtomicInteger();
    Story story =
        Story.of(ctx -> {
          try {
            ctx.sideEffect(
                Integer.class,
                () -> {
                  throw new IllegalStateException("run " + runs.incrementAndGet());
                });
            return "no failure";
          } catch (TaskFailedException e) {
            return e.details().errorType() + " " + e.details().message();
          }
        });
    assertThat(story.output()).isEqualTo("\"java.lang.IllegalStateException run 1\"");
    assertThat(runs).hasValue(1);
  }

  @Test
  void it_knows_whether_it_replays() {
    List<Boolean> seen = Collections.synchronizedList(new ArrayList<>());
    Story.Code code =
        ctx -> {
          seen.add(ctx.isReplaying());
          ctx.waitForExternalEvent("Go").await();
          seen.add(ctx.isReplaying());
          return null;
        };
    Execution live = Story.execution(code);
    live.run(Story.BEGINNING, List.of(started()));
    live.run(Story.BEGINNING, List.of(raised("Go", null)));
    assertThat(seen).containsExactly(false, false);
    seen.clear();
    Story story = Story.of(ctx -> ctx.waitForExternalEvent("Go").await());
    Execution fresh = Story.execution(code);
    fresh.replay(story.history());
    fresh.run(Story.BEGINNING, List.of(raised("Go", null)));
    assertThat(seen).containsExactly(true, false);
  }

  @Test
  void a_replay_safe_logger_is_silent_during_replay_and_carries_the_instance() {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.varve.test.orders");
    ListAppender<ILoggingEvent> lines =
        new ListAppender<>() {
          @Override
          protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // reads the MDC of the thread that logs
            super.append(event);
          }
        };
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    try {
      Story story =
          Story.of(ctx -> {
            org.slf4j.Logger log = ctx.replaySafe(logger);
            log.info("charging {}", ctx.instanceId());
            log.atWarn().log("fluent");
            ctx.waitForExternalEvent("Go").await();
            log.error("went on");
            return log.getName() + log.isInfoEnabled();
          });
      story.tell(raised("Go", null));
      // Each turn was replayed as well.
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly("charging order-1", "fluent", "went on");
      assertThat(lines.list.getFirst().getMDCPropertyMap())
          .containsEntry("varve.instance", "order-1")
          .containsEntry("varve.function", "Order_v1");
    } finally {
      logger.detachAppender(lines);
    }
  }

  @Test
  void the_drivers_own_logging_context_is_left_alone() {
    MDC.put("mine", "kept");
    try {
      Story.of(ctx -> {
        MDC.put("mine", "changed");
        return null;
      });
      assertThat(MDC.get("mine")).isEqualTo("kept");
      assertThat(MDC.get(Execution.MDC_INSTANCE)).isNull();
    } finally {
      MDC.remove("mine");
    }
  }
}
