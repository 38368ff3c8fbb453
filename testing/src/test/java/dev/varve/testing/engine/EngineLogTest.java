package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.varve.InstanceCondition;
import dev.varve.Varve;
import dev.varve.testing.storage.MemoryFixture;
import dev.varve.testing.storage.StorageFixture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the engine logs for people to act on; the same on every store. */
final class EngineLogTest extends EngineCase {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.varve.engine");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> appender =
      new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  @Override
  StorageFixture fixture() {
    return new MemoryFixture();
  }

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void a_stuck_turn_is_reported_once_with_its_instance_and_the_stack_of_its_thread() {
    CountDownLatch gate = gate();
    Varve varve =
        run(
            engine()
                .stuckTurnAfter(millis(50))
                .orchestrator("Stuck_v1", Void.class, (ctx, in) -> blockOn(gate)));
    start(varve, "Stuck", "s-1");
    Await.until("the report", () -> !lines.isEmpty());
    gate.countDown();
    assertThat(output(varve, "s-1")).isEqualTo("freed");
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("the turn of instance 's-1' (Stuck_v1) has been running for")
        .contains("wait through the context and do the work in activities")
        .contains("EngineLogTest.blockOn");
  }

  private static String blockOn(CountDownLatch gate) {
    passStubbornly(gate);
    return "freed";
  }

  @Test
  void a_worker_that_was_taken_for_dead_reports_nothing_as_parked_that_is_no_longer_its_own() {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch gate = gate();
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Lost_v1",
                    Void.class,
                    (ctx, in) -> {
                      reached.countDown();
                      passStubbornly(gate);
                      return ctx.callActivity("Nowhere", null, String.class).await();
                    }));
    start(varve, "Lost", "l-1");
    Await.until("the code to run", () -> reached.getCount() == 0);
    crashLastEngine();
    gate.countDown();
    awaitCondition(varve, "l-1", InstanceCondition.UNRESOLVED);
    Await.until("the report", () -> lines.stream().anyMatch(line -> line.contains("is parked")));
    assertThat(lines.stream().filter(line -> line.contains("'l-1' is parked"))).hasSize(1);
  }

  @Test
  void code_that_does_not_leave_its_thread_is_reported_with_its_function() {
    AtomicInteger caught = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(1);
    Varve varve =
        run(
            engine()
                .orchestrator(
                    "Clinging_v1",
                    Void.class,
                    (ctx, in) -> {
                      running.countDown();
                      while (true) {
                        try {
                          ctx.waitForExternalEvent("Never").await();
                        } catch (Throwable e) {
                          caught.incrementAndGet();
                        }
                      }
                    }));
    start(varve, "Clinging", "c-1");
    // A termination goes before everything: code that has not begun would never have to leave.
    Await.until("the code to run", () -> running.getCount() == 0);
    varve.client().terminate("c-1", "ended");
    end(varve, "c-1");
    Await.until(
        "the report",
        () -> lines.stream().anyMatch(line -> line.contains("Clinging_v1 of instance 'c-1'")));
    assertThat(lines).anyMatch(line -> line.contains("let Errors pass"));
    assertThat(caught.get()).isPositive();
  }

  @Test
  void an_event_sent_to_nobody_or_to_an_ended_instance_is_reported_once_without_its_content() {
    Varve varve =
        run(
            engine()
                .orchestrator("Short_v1", Void.class, (ctx, in) -> "done")
                .orchestrator(
                    "Sender_v1",
                    Void.class,
                    (ctx, in) -> {
                      ctx.sendEvent("nobody", "News", "secret");
                      ctx.sendEvent("ended", "News", "secret");
                      ctx.sendEvent(ctx.instanceId(), "News", "mine");
                      return ctx.waitForExternalEvent("News", String.class).await();
                    }));
    start(varve, "Short", "ended");
    assertThat(output(varve, "ended")).isEqualTo("done");
    start(varve, "Sender", "s-1");
    assertThat(output(varve, "s-1")).isEqualTo("mine");
    assertThat(lines)
        .containsExactly(
            "an event from instance 's-1' to instance 'nobody' is dropped: no such instance exists,"
                + " or it has ended",
            "an event from instance 's-1' to instance 'ended' is dropped: no such instance exists,"
                + " or it has ended");
  }

  @Test
  void an_engine_without_storage_says_that_it_keeps_everything_in_memory() {
    stop(run(Varve.builder().hub("contract")));
    assertThat(lines).singleElement().asString().contains("no storage was given", "in memory");
  }

  @Test
  void nothing_is_logged_while_all_is_well() {
    Varve varve = run(engine().orchestrator("Order_v1", Void.class, (ctx, in) -> "done"));
    start(varve, "Order", "o-1");
    assertThat(output(varve, "o-1")).isEqualTo("done");
    stop(varve);
    assertThat(lines).isEmpty();
  }
}
