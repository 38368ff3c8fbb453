package dev.varve.samples.kills;

import dev.varve.ActivityOptions;
import dev.varve.OrchestrationContext;
import dev.varve.RetryPolicy;
import dev.varve.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a random program, a round for each execution. All versions do, and call their own kind. */
final class Interpretation {
  private static final ActivityOptions RETRIES =
      ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(5, Duration.ofMillis(20)));

  private long sum;
  private final List<Integer> events = new ArrayList<>();

  State run(OrchestrationContext context, State state) {
    sum = state.sum();
    events.addAll(state.events());
    List<List<Step>> rounds = Plan.of(state.seed(), state.depth()).rounds();
    rounds.get(state.round()).forEach(step -> run(context, state.depth(), step));
    State next = new State(state.seed(), state.depth(), state.round() + 1, sum, events);
    if (next.round() < rounds.size()) {
      context.continueAsNew(next);
    }
    return next;
  }

  private void run(OrchestrationContext context, int depth, Step step) {
    switch (step) {
      case Step.Work work -> sum += work(context, work.value()).await();
      case Step.Flaky flaky ->
          sum += context.callActivity("Flaky", flaky, Long.class, RETRIES).await();
      case Step.Note note -> sum += context.sideEffect(Long.class, note::value);
      case Step.Pause pause -> context.createTimer(Duration.ofMillis(pause.millis())).await();
      case Step.Event event ->
          events.add(context.waitForExternalEvent("Step", Integer.class).await());
      case Step.Child child ->
          sum +=
              context
                  .callSubOrchestrator(
                      "Interpreter", State.begin(child.seed(), depth + 1), State.class)
                  .await()
                  .sum();
      case Step.FanOut fanOut -> fanOut(context, fanOut);
      case Step.Race race -> race(context, race);
    }
  }

  private static Task<Long> work(OrchestrationContext context, long value) {
    return context.callActivity("Work", value, Long.class);
  }

  private void fanOut(OrchestrationContext context, Step.FanOut fanOut) {
    List<Task<Long>> tasks = fanOut.values().stream().map(value -> work(context, value)).toList();
    sum += context.allOf(tasks).await().stream().mapToLong(Long::longValue).sum();
  }

  private void race(OrchestrationContext context, Step.Race race) {
    Task<Long> work = work(context, race.value());
    Task<?> timer = context.createTimer(Duration.ofHours(1));
    if (context.anyOf(work, timer).await().equals(work)) {
      timer.cancel();
      sum += work.await();
    }
  }
}
