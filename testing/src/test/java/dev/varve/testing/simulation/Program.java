package dev.varve.testing.simulation;

import dev.varve.ActivityOptions;
import dev.varve.OrchestrationContext;
import dev.varve.RetryPolicy;
import dev.varve.SubOrchestrationOptions;
import dev.varve.Task;
import dev.varve.TaskCanceledException;
import dev.varve.TaskFailedException;
import dev.varve.VersionChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a random program, a round for each execution. */
final class Program {
  /** The base name of programs, and the name of the event they wait for. */
  static final String NAME = "Program";

  static final String EVENT = "Step";
  static final String MAYBE = "Maybe";

  private static final ActivityOptions RETRIES =
      ActivityOptions.DEFAULT.withRetryPolicy(RetryPolicy.of(5, Duration.ofMillis(20)));

  private final OrchestrationContext context;
  private final int version;
  private final State begin;
  private long sum;
  private final List<Integer> events;

  private Program(OrchestrationContext context, int version, State begin) {
    this.context = context;
    this.version = version;
    this.begin = begin;
    this.sum = begin.sum();
    this.events = new ArrayList<>(begin.events());
  }

  static State run(OrchestrationContext context, int version, State state) {
    return new Program(context, version, state).run();
  }

  private State run() {
    Plan plan = Plan.of(begin.seed(), version, begin.depth(), begin.round());
    plan.steps().forEach(this::run);
    State next = begin.after(version, sum, events);
    if (next.round() < Plan.rounds(begin.seed(), begin.depth())) {
      if (plan.nextVersion() == 0) {
        context.continueAsNew(next);
      } else {
        context.continueAsNew(next, VersionChoice.exactly(plan.nextVersion()));
      }
    }
    return next;
  }

  private void run(Step step) {
    switch (step) {
      case Step.Work s -> sum += work(s.value()).await();
      case Step.Flaky s ->
          sum +=
              context
                  .callActivity("Flaky", List.of(s.value(), s.failures()), Long.class, RETRIES)
                  .await();
      case Step.Boom s -> boom(s);
      case Step.Far s -> sum += context.callActivity("Far_v1", s.value(), Long.class).await();
      case Step.Note s -> sum += context.sideEffect(Long.class, () -> (long) s.value());
      case Step.Status s -> context.setCustomStatus(s.value());
      case Step.Pause s -> context.createTimer(Duration.ofMillis(s.millis())).await();
      case Step.Event s -> events.add(context.waitForExternalEvent(EVENT, Integer.class).await());
      case Step.Maybe s -> maybe(s);
      case Step.Child s -> child(s);
      case Step.ChildRace s -> childRace(s);
      case Step.Detached s ->
          context.startDetached(
              NAME, State.begin(s.seed(), begin.depth() + 1), SubOrchestrationOptions.DEFAULT);
      case Step.FanOut s -> fanOut(s);
      case Step.Race s -> race(s);
      case Step.Hasty s -> hasty(s);
      case Step.Bounded s -> bounded(s);
      case Step.Callbacks s -> callbacks(s);
    }
  }

  private Task<Long> work(int value) {
    return context.callActivity("Work", value, Long.class);
  }

  private void boom(Step.Boom step) {
    try {
      context.callActivity("Boom", step.value()).await();
    } catch (TaskFailedException expected) {
      sum += step.value();
    }
  }

  private void maybe(Step.Maybe step) {
    try {
      context.waitForExternalEvent(MAYBE, Duration.ofMillis(step.millis())).await();
    } catch (TaskCanceledException late) {
      context.setCustomStatus("late");
    }
  }

  private Task<State> child(long seed) {
    return context.callSubOrchestrator(NAME, State.begin(seed, begin.depth() + 1), State.class);
  }

  private void child(Step.Child step) {
    State end = child(step.seed()).await();
    if (end.seed() != step.seed()) {
      throw new IllegalStateException("the answer of another child came: " + end);
    }
    sum++;
  }

  private void childRace(Step.ChildRace step) {
    Task<State> child = child(step.seed());
    Task<?> timer = context.createTimer(Duration.ofMillis(step.millis()));
    Task<?> first = context.anyOf(child, timer).await();
    (first.equals(child) ? timer : child).cancel();
  }

  private void fanOut(Step.FanOut step) {
    List<Task<Long>> tasks = step.values().stream().map(this::work).toList();
    sum += context.allOf(tasks).await().stream().mapToLong(Long::longValue).sum();
  }

  private void race(Step.Race step) {
    Task<Long> work = work(step.value());
    Task<?> timer = context.createTimer(Duration.ofHours(1));
    if (context.anyOf(work, timer).await().equals(work)) {
      timer.cancel();
      sum += work.await();
    }
  }

  private void hasty(Step.Hasty step) {
    Task<Long> work = work(step.value());
    Task<?> timer = context.createTimer(Duration.ofMillis(step.millis()));
    Task<?> first = context.anyOf(work, timer).await();
    (first.equals(work) ? timer : work).cancel();
  }

  private void bounded(Step.Bounded step) {
    ActivityOptions options = ActivityOptions.DEFAULT.withTimeout(Duration.ofMillis(step.millis()));
    try {
      context.callActivity("Work", step.value(), Long.class, options).await();
    } catch (TaskFailedException late) {
      context.setCustomStatus("timed out");
    }
  }

  /** Each result is followed by a callback that schedules something of its own. */
  private void callbacks(Step.Callbacks step) {
    Task<Long> first =
        work(step.first()).thenCompose(value -> work(0).thenApply(zero -> value + zero));
    Task<Long> second =
        work(step.second())
            .thenCompose(value -> context.createTimer(Duration.ofMillis(5)).thenApply(v -> value));
    Task<Long> third = work(0).thenApply(value -> value + context.sideEffect(Long.class, () -> 0L));
    sum += first.await();
    sum += second.await();
    sum += third.await();
  }
}
