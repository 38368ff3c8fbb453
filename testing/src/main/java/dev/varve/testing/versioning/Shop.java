package dev.varve.testing.versioning;

import dev.varve.Activity;
import dev.varve.ActivityContext;
import dev.varve.ActivityOptions;
import dev.varve.NonRetriableException;
import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.RetryPolicy;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.VarveBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One release of a small application, once for each way of working an instance can be in the middle
 * of. Version 2 of every orchestrator begins with a step that version 1 does not have, so that
 * running the wrong one is never overlooked; every result is stamped with the version of the code
 * that made it.
 */
final class Shop {
  /** How orchestrations of this shop work, and what version N makes of the input {@code x}. */
  static final Map<String, String> WORK =
      new TreeMap<>(
          Map.of(
              "Activities", "Step:a Step:b Step:c",
              "Timers", "Step:a Step:b Step:c",
              "Events", "Step:a Step:first Step:second",
              "Children", "Step:a Child(Step:c) Child(Step:d) Step:b",
              "Retries", "Step:a Flaky:b#3 Step:c",
              "FanOut", "Step:1 Step:2 Step:3 Step:4 Step:5",
              "Compensation", "Step:a Step:b failed Undo:b Undo:a"));

  private static final Duration SHORTLY = Duration.ofMillis(5);

  private final int version;
  private final Journal journal;

  private Shop(int version, Journal journal) {
    this.version = version;
    this.journal = journal;
  }

  /** The code of one version of everything. */
  static Consumer<VarveBuilder> version(int version, Journal journal) {
    return new Shop(version, journal)::register;
  }

  /** What an orchestration ends with if all of it ran in one version. */
  static String expected(String work, int version) {
    String all = (version == 1 ? "" : "Step:before ") + WORK.get(work);
    String stamped = all.replaceAll("([:#]\\w+)(?=[ )]|$)", "$1@" + version);
    return "v" + version + " " + stamped.replace("Child(", "Child@" + version + "(");
  }

  private void register(VarveBuilder builder) {
    orchestrator(builder, "Activities", this::activities);
    orchestrator(builder, "Timers", this::timers);
    orchestrator(builder, "Events", this::events);
    orchestrator(builder, "Children", this::children);
    orchestrator(builder, "Retries", this::retries);
    orchestrator(builder, "FanOut", this::fanOut);
    orchestrator(builder, "Compensation", this::compensation);
    builder.orchestrator(
        "Child_v" + version, String.class, (context, input) -> childOf(step(context, input)));
    activity(builder, "Step", (context, input) -> "Step:" + input);
    activity(builder, "Undo", (context, input) -> "Undo:" + input);
    activity(builder, "Flaky", this::flaky);
    activity(builder, "Broken", this::broken);
  }

  private void orchestrator(VarveBuilder builder, String base, Orchestrator<String, String> code) {
    builder.orchestrator(
        base + "_v" + version,
        String.class,
        (context, input) -> {
          String before = version == 1 ? "" : step(context, "before") + " ";
          return "v" + version + " " + before + code.run(context, input);
        });
  }

  private void activity(VarveBuilder builder, String base, Activity<String, String> code) {
    builder.activity(
        base + "_v" + version,
        String.class,
        (context, input) -> {
          journal.note(base, version, context, input);
          return code.run(context, input) + "@" + version;
        });
  }

  private static String step(OrchestrationContext context, String input) {
    return context.callActivity("Step", input, String.class).await();
  }

  private String activities(OrchestrationContext context, String input) {
    return step(context, "a") + " " + step(context, "b") + " " + step(context, "c");
  }

  private String timers(OrchestrationContext context, String input) {
    StringBuilder done = new StringBuilder(step(context, "a"));
    for (String next : List.of("b", "c")) {
      context.createTimer(SHORTLY).await();
      done.append(' ').append(step(context, next));
    }
    return done.toString();
  }

  private String events(OrchestrationContext context, String input) {
    StringBuilder done = new StringBuilder(step(context, "a"));
    for (int i = 0; i < 2; i++) {
      String payload = context.waitForExternalEvent("Go", String.class).await();
      done.append(' ').append(step(context, payload));
    }
    return done.toString();
  }

  private String children(OrchestrationContext context, String input) {
    String first = step(context, "a");
    Task<String> one = context.callSubOrchestrator("Child", "c", String.class);
    Task<String> two = context.callSubOrchestrator("Child", "d", String.class);
    return first + " " + one.await() + " " + two.await() + " " + step(context, "b");
  }

  private String childOf(String step) {
    return "Child@" + version + "(" + step + ")";
  }

  private String retries(OrchestrationContext context, String input) {
    ActivityOptions stubborn = ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(3, SHORTLY));
    String first = step(context, "a");
    String second = context.callActivity("Flaky", "b", String.class, stubborn).await();
    return first + " " + second + " " + step(context, "c");
  }

  private String flaky(ActivityContext context, String input) {
    if (context.attempt() < 3) {
      throw new IllegalStateException("attempt " + context.attempt() + " of 3");
    }
    return "Flaky:" + input + "#" + context.attempt();
  }

  private String fanOut(OrchestrationContext context, String input) {
    List<Task<String>> steps =
        List.of("1", "2", "3", "4", "5").stream()
            .map(part -> context.callActivity("Step", part, String.class))
            .toList();
    return String.join(" ", context.allOf(steps).await());
  }

  private String compensation(OrchestrationContext context, String input) {
    String done = step(context, "a") + " " + step(context, "b");
    try {
      return context.callActivity("Broken", "c", String.class).await();
    } catch (TaskFailedException e) {
      return done + " failed " + undo(context, "b") + " " + undo(context, "a");
    }
  }

  private static String undo(OrchestrationContext context, String input) {
    return context.callActivity("Undo", input, String.class).await();
  }

  private String broken(ActivityContext context, String input) {
    throw new NonRetriableException("always");
  }
}
