package dev.varve.testing.faults;

import dev.varve.ActivityOptions;
import dev.varve.CompositeTaskFailedException;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.RetryPolicy;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskCanceledException;
import dev.varve.VarveBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The canonical orchestrations that a sweep puts through faults. Each runs for a few seconds. */
@SuppressWarnings("NullAway") // results of tasks are nullable, and those of these scenarios are not
final class Scenarios {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("chain", Scenarios::chain, outside -> run(outside, "Chain")),
        Scenario.of("fan out and in", Scenarios::fan, outside -> run(outside, "Fan")),
        Scenario.of("retry with back-off", Scenarios::retry, outside -> run(outside, "Retry")),
        Scenario.of("timer", Scenarios::timer, outside -> run(outside, "Timer")),
        Scenario.of("event before its wait", Scenarios::lateWait, Scenarios::raiseAtOnce),
        Scenario.of("event after its wait", Scenarios::wait, Scenarios::raiseLater),
        Scenario.of("event that times out", Scenarios::wait, Scenarios::raiseNever),
        Scenario.of("child", Scenarios::child, outside -> run(outside, "Parent")),
        Scenario.of("failing child", Scenarios::failing, outside -> run(outside, "Parent")),
        Scenario.of("first of several", Scenarios::anyOf, outside -> run(outside, "Race")),
        Scenario.of("continue as new", Scenarios::collector, Scenarios::raiseThree),
        Scenario.of("side effects", Scenarios::sideEffects, outside -> run(outside, "Notes")),
        Scenario.of("suspend and resume", Scenarios::wait, Scenarios::suspendAndResume),
        Scenario.of("terminate all", Scenarios::waitingChild, Scenarios::terminateAll),
        Scenario.of("event between instances", Scenarios::sender, Scenarios::sendAndReceive),
        Scenario.of("detached start", Scenarios::detached, Scenarios::startDetached),
        new Scenario(
            "work of another worker",
            List.of(Scenarios::far, (builder, workshop) -> workshop.registerFar(builder)),
            outside -> run(outside, "Far")),
        Scenario.of("restart of the worker", Scenarios::answer, Scenarios::restartMeanwhile),
        Scenario.of("rewind", Scenarios::broken, Scenarios::mendAndRewind),
        Scenario.of("little memory", Scenarios::cramped, Scenarios::takeTurns));
  }

  private static void run(Outside outside, String name) {
    outside.start(name, "main", "x");
    outside.awaitEnd("main");
  }

  private static void chain(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Chain_v1",
            String.class,
            (context, input) -> echo(context, echo(context, echo(context, input))));
  }

  private static @Nullable String echo(OrchestrationContext context, @Nullable String input) {
    return context.callActivity("Echo", input, String.class).await();
  }

  private static void fan(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Fan_v1",
            String.class,
            (context, input) -> {
              List<Task<String>> tasks = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                tasks.add(context.callActivity("Echo", input + i, String.class));
              }
              return context.allOf(tasks).await();
            });
  }

  private static void retry(VarveBuilder builder, Workshop workshop) {
    ActivityOptions options =
        ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(5, SHORT).withBackoffCoefficient(2));
    workshop
        .register(builder)
        .orchestrator(
            "Retry_v1",
            String.class,
            (context, input) ->
                context.callActivity("Flaky", input, String.class, options).await());
  }

  private static void timer(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Timer_v1",
            String.class,
            (context, input) -> {
              context.createTimer(SECOND).await();
              return echo(context, input);
            });
  }

  // ---- events ----

  private static void lateWait(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Wait_v1",
            String.class,
            (context, input) -> {
              context.createTimer(SECOND).await();
              return context.waitForExternalEvent("Word", String.class).await();
            });
  }

  private static void wait(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Wait_v1",
            String.class,
            (context, input) -> {
              Duration longest = input.equals("briefly") ? SECOND : HOUR;
              try {
                return context.waitForExternalEvent("Word", longest, String.class).await();
              } catch (TaskCanceledException e) {
                return "no word";
              }
            });
  }

  private static void raiseAtOnce(Outside outside) {
    outside.start("Wait", "main", "");
    outside.raise("main", "WORD", "early");
    outside.awaitEnd("main");
  }

  private static void raiseLater(Outside outside) {
    outside.start("Wait", "main", "long");
    outside.awaitStatus("main", OrchestrationRuntimeStatus.RUNNING);
    outside.advance(SHORT);
    outside.raise("main", "Word", "late");
    outside.awaitEnd("main");
  }

  private static void raiseNever(Outside outside) {
    outside.start("Wait", "main", "briefly");
    outside.awaitEnd("main");
  }

  private static void suspendAndResume(Outside outside) {
    outside.start("Wait", "main", "long");
    outside.awaitStatus("main", OrchestrationRuntimeStatus.RUNNING);
    outside.suspend("main");
    outside.awaitStatus("main", OrchestrationRuntimeStatus.SUSPENDED);
    outside.raise("main", "Word", "kept");
    outside.advance(SHORT);
    outside.awaitStatus("main", OrchestrationRuntimeStatus.SUSPENDED);
    outside.resume("main");
    outside.awaitEnd("main");
  }

  private static void sender(VarveBuilder builder, Workshop workshop) {
    wait(builder, workshop);
    builder.orchestrator(
        "Send_v1",
        String.class,
        (context, input) -> {
          context.sendEvent(input, "Word", "from " + context.instanceId());
          return echo(context, "sent");
        });
  }

  private static void sendAndReceive(Outside outside) {
    outside.start("Wait", "receiver", "long");
    outside.start("Send", "sender", "receiver");
    outside.awaitEnd("sender");
    outside.awaitEnd("receiver");
  }

  // ---- families ----

  private static void child(VarveBuilder builder, Workshop workshop) {
    parent(builder, workshop)
        .orchestrator("Leaf_v1", String.class, (context, input) -> echo(context, input + "-leaf"));
  }

  private static void failing(VarveBuilder builder, Workshop workshop) {
    parent(builder, workshop)
        .orchestrator(
            "Leaf_v1",
            String.class,
            (context, input) -> context.callActivity("Boom", input, String.class).await());
  }

  private static void broken(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Order_v1",
            String.class,
            (context, input) -> {
              Task<String> beside = context.callActivity("Echo", "beside", String.class);
              String first = echo(context, input);
              String leaf = context.callSubOrchestrator("Leaf", first, String.class).await();
              return echo(context, leaf) + beside.await();
            })
        .orchestrator(
            "Leaf_v1",
            String.class,
            (context, input) -> {
              String echoed = echo(context, input);
              context.createTimer(SHORT).await();
              if (!workshop.isMended()) {
                throw new IllegalStateException("not mended so far");
              }
              return echo(context, echoed);
            });
  }

  private static void mendAndRewind(Outside outside) {
    run(outside, "Order");
    outside.mendAndRewind("main");
    outside.awaitEnd("main");
  }

  private static void waitingChild(VarveBuilder builder, Workshop workshop) {
    parent(builder, workshop)
        .orchestrator(
            "Leaf_v1",
            String.class,
            (context, input) -> context.waitForExternalEvent("Never", String.class).await());
  }

  private static VarveBuilder parent(VarveBuilder builder, Workshop workshop) {
    return workshop
        .register(builder)
        .orchestrator(
            "Parent_v1",
            String.class,
            (context, input) -> {
              SubOrchestrationOptions options =
                  SubOrchestrationOptions.DEFAULT.withInstanceId("leaf");
              var named = context.callSubOrchestrator("Leaf", input, String.class, options);
              var other = context.callSubOrchestrator("Leaf", input + "2", String.class);
              try {
                return context.allOf(List.of(named, other)).await().toString();
              } catch (CompositeTaskFailedException e) {
                context.setCustomStatus("children failed");
                return "caught " + e.failures().size();
              }
            });
  }

  private static void terminateAll(Outside outside) {
    outside.start("Parent", "main", "x");
    outside.awaitStatus("leaf", OrchestrationRuntimeStatus.RUNNING);
    outside.advance(SHORT);
    outside.terminate("main");
    outside.awaitEnd("main");
    outside.awaitStatus("leaf", OrchestrationRuntimeStatus.TERMINATED);
    outside.advance(SECOND);
  }

  private static void detached(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator("Leaf_v1", String.class, (context, input) -> echo(context, input))
        .orchestrator(
            "Launch_v1",
            String.class,
            (context, input) ->
                context.startDetached(
                    "Leaf", input, SubOrchestrationOptions.DEFAULT.withInstanceId("leaf")));
  }

  private static void startDetached(Outside outside) {
    outside.start("Launch", "main", "x");
    outside.awaitEnd("main");
    outside.awaitEnd("leaf");
  }

  // ---- the rest ----

  private static void anyOf(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Race_v1",
            String.class,
            (context, input) -> {
              Task<String> work = context.callActivity("Echo", input, String.class);
              Task<@Nullable Void> deadline = context.createTimer(HOUR);
              Task<String> word = context.waitForExternalEvent("Word", String.class);
              context.anyOf(work, deadline, word).await();
              deadline.cancel();
              word.cancel();
              return echo(context, work.await() + deadline.isCanceled());
            });
  }

  private static void collector(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Collect_v1",
            String.class,
            (context, input) -> {
              String all = input + context.waitForExternalEvent("Item", String.class).await();
              if (all.length() < 3) {
                context.continueAsNew(all);
              }
              return all.length() < 3 ? all : echo(context, all);
            });
  }

  private static void raiseThree(Outside outside) {
    outside.start("Collect", "main", "");
    outside.raise("main", "Item", "a");
    outside.raise("main", "Item", "b");
    outside.raise("main", "Item", "c");
    outside.awaitEnd("main");
  }

  private static void sideEffects(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Notes_v1",
            String.class,
            (context, input) -> {
              context.setCustomStatus("begun");
              String first = context.sideEffect(String.class, () -> "noted");
              context.createTimer(SHORT).await();
              context.setCustomStatus("half way");
              String second = echo(context, first);
              context.setCustomStatus("nearly");
              return second + context.sideEffect(String.class, () -> "again");
            });
  }

  private static void far(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator(
            "Far_v1",
            String.class,
            (context, input) -> {
              String far = context.callActivity("Far_v1", input, String.class).await();
              return echo(context, far);
            });
  }

  private static void answer(VarveBuilder builder, Workshop workshop) {
    workshop
        .register(builder)
        .orchestrator("Leaf_v1", String.class, (context, input) -> echo(context, input))
        .orchestrator(
            "Answer_v1",
            String.class,
            (context, input) -> {
              String word = context.waitForExternalEvent("Word", String.class).await();
              return context.callSubOrchestrator("Leaf", echo(context, word), String.class).await();
            });
  }

  private static void restartMeanwhile(Outside outside) {
    outside.start("Answer", "main", "x");
    outside.awaitStatus("main", OrchestrationRuntimeStatus.RUNNING);
    outside.restart();
    outside.raise("main", "Word", "back");
    outside.awaitEnd("main");
  }

  private static void cramped(VarveBuilder builder, Workshop workshop) {
    lateWait(builder.maxResidentInstances(1), workshop);
  }

  private static void takeTurns(Outside outside) {
    outside.start("Wait", "one", "");
    outside.start("Wait", "two", "");
    outside.start("Wait", "three", "");
    outside.raise("one", "Word", "1");
    outside.raise("three", "Word", "3");
    outside.awaitEnd("one");
    outside.awaitEnd("three");
    outside.raise("two", "Word", "2");
    outside.awaitEnd("two");
  }
}
