package dev.varve.jdbc;

import dev.varve.ActivityOptions;
import dev.varve.OrchestrationContext;
import dev.varve.RetryPolicy;
import dev.varve.StartOptions;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskFailedException;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small orchestration drawn from a seed, which an interpreter runs.
 *
 * @param steps what it does, in order
 * @param depth how many generations of children it may still have
 */
record RandomProgram(List<Step> steps, int depth) {
  private static final RetryPolicy RETRIES = RetryPolicy.of(3, Duration.ofSeconds(7));

  /** One thing an orchestration can do; the number makes two of a kind differ. */
  record Step(Kind kind, int number) {}

  enum Kind {
    ACTIVITY,
    FAILING_ACTIVITY,
    RETRIED_ACTIVITY,
    FAN_OUT,
    RACE,
    TIMER,
    EVENT,
    LATE_EVENT,
    CHILD,
    DETACHED_CHILD,
    SIDE_EFFECT,
    CUSTOM_STATUS,
    MESSAGE_TO_ITSELF,
    CONTINUE_AS_NEW
  }

  /** What a program begins with: where it stands, after a continue-as-new. */
  record Input(RandomProgram program, int from, String soFar) {}

  /** Without stack, which would tell who called. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message, null, false, false);
    }
  }

  static RandomProgram of(long seed) {
    return draw(new SplittableRandom(seed), 2);
  }

  private static RandomProgram draw(SplittableRandom random, int depth) {
    List<Step> steps = new ArrayList<>();
    int count = random.nextInt(1, 7);
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      steps.add(new Step(kind, random.nextInt(100)));
    }
    return new RandomProgram(steps, depth);
  }

  static VarveBuilder register(VarveBuilder builder) {
    return builder
        .orchestrator("Program_v1", Input.class, RandomProgram::interpret)
        .activity("Echo_v1", String.class, (context, input) -> input + "!")
        .activity(
            "Fail_v1",
            String.class,
            (context, input) -> {
              throw new Refusal("no " + input);
            })
        .activity(
            "Flaky_v1",
            String.class,
            (context, input) -> {
              if (context.attempt() < 3) {
                throw new Refusal("not yet " + input);
              }
              return input + "?";
            });
  }

  /** Starts the program and tells it what it may wait for. */
  void start(VarveClient client, String id) {
    client.scheduleNewOrchestrationInstance(
        "Program",
        new Input(this, 0, ""),
        StartOptions.withId(id).withTags(Map.of("steps", Integer.toString(steps.size()))));
    for (Step step : steps) {
      if (step.kind() == Kind.EVENT) {
        client.raiseEvent(id, "Event" + step.number(), step.number());
      }
    }
  }

  private static String interpret(OrchestrationContext context, Input input) {
    StringBuilder result = new StringBuilder(input.soFar());
    RandomProgram program = input.program();
    for (int i = input.from(); i < program.steps().size(); i++) {
      Step step = program.steps().get(i);
      if (step.kind() == Kind.CONTINUE_AS_NEW) {
        context.continueAsNew(new Input(program, i + 1, result.append('|').toString()));
        return "";
      }
      result.append(perform(context, program, step)).append(';');
    }
    return result.toString();
  }

  private static String perform(OrchestrationContext context, RandomProgram program, Step step) {
    String text = Integer.toString(step.number());
    return switch (step.kind()) {
      case ACTIVITY -> context.callActivity("Echo", text, String.class).await();
      case FAILING_ACTIVITY -> failure(context.callActivity("Fail", text, String.class));
      case RETRIED_ACTIVITY ->
          context
              .callActivity(
                  "Flaky", text, String.class, ActivityOptions.DEFAULT.withRetryPolicy(RETRIES))
              .await();
      case FAN_OUT -> fanOut(context, step.number());
      case RACE -> race(context, text);
      case TIMER -> {
        context.createTimer(Duration.ofMinutes(1L + step.number())).await();
        yield "slept " + context.currentInstant();
      }
      case EVENT -> "event " + context.waitForExternalEvent("Event" + text, Integer.class).await();
      case LATE_EVENT ->
          failure(context.waitForExternalEvent("Never" + text, Duration.ofHours(1), String.class));
      case CHILD -> child(context, program, step);
      case DETACHED_CHILD -> {
        context.startDetached(
            "Program", childInput(program, step), SubOrchestrationOptions.DEFAULT);
        yield "detached";
      }
      case SIDE_EFFECT ->
          context.sideEffect(String.class, () -> "effect " + text) + context.newUuid();
      case CUSTOM_STATUS -> {
        context.setCustomStatus("at " + text);
        yield "status";
      }
      case MESSAGE_TO_ITSELF -> {
        context.sendEvent(context.instanceId(), "Self" + text, text);
        yield context.waitForExternalEvent("Self" + text, String.class).await();
      }
      case CONTINUE_AS_NEW -> throw new IllegalStateException("handled by the interpreter");
    };
  }

  private static String fanOut(OrchestrationContext context, int number) {
    List<Task<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 2 + number % 4; i++) {
      tasks.add(context.callActivity("Echo", number + "." + i, String.class));
    }
    return String.join(",", context.allOf(tasks).await());
  }

  private static String race(OrchestrationContext context, String text) {
    Task<?> timer = context.createTimer(Duration.ofDays(30));
    Task<?> activity = context.callActivity("Echo", text, String.class);
    Task<?> winner = context.anyOf(List.of(timer, activity)).await();
    return winner.equals(activity) ? "activity won" : "timer won";
  }

  private static String child(OrchestrationContext context, RandomProgram program, Step step) {
    return context.callSubOrchestrator("Program", childInput(program, step), String.class).await();
  }

  private static Input childInput(RandomProgram program, Step step) {
    RandomProgram child =
        program.depth() == 0
            ? new RandomProgram(List.of(new Step(Kind.ACTIVITY, step.number())), 0)
            : withoutEvents(draw(new SplittableRandom(step.number()), program.depth() - 1));
    return new Input(child, 0, "");
  }

  /** Nobody raises events for a child. */
  private static RandomProgram withoutEvents(RandomProgram program) {
    return new RandomProgram(
        program.steps().stream().filter(step -> step.kind() != Kind.EVENT).toList(),
        program.depth());
  }

  private static String failure(Task<String> task) {
    try {
      return "unexpected " + task.await();
    } catch (TaskFailedException e) {
      return "failed";
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }
}
