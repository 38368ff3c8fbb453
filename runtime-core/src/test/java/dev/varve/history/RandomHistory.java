package dev.varve.history;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.EventSent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.SideEffectRecorded;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskCanceled;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCanceled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.history.InputEvent.TimerFired;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Any events at all, the odd ones more often than they deserve; the same for the same seed. */
final class RandomHistory {
  private static final List<String> FRAGMENTS =
      List.of(
          "a",
          "Z",
          "0",
          " ",
          "\"",
          "\\",
          "/",
          "\n",
          "\u0000",
          "\u001f",
          "\u007f",
          "\u0085",
          "é",
          "ß",
          "\u2028",
          "漢",
          "\ufeff",
          "\uffff",
          "😀",
          "\ud800",
          "\udc00",
          "{\"x\":[1]}",
          "null",
          "\\u0041");

  private final Random random;

  RandomHistory(long seed) {
    this.random = new Random(seed);
  }

  List<InputEvent> inputs() {
    return list(8, this::input);
  }

  List<DecisionEvent> decisions() {
    return list(8, this::decision);
  }

  private InputEvent input() {
    return switch (random.nextInt(12)) {
      case 0 -> started();
      case 1 -> new TaskCompleted(number(), payload());
      case 2 -> new TaskFailed(number(), failure(0));
      case 3 -> new SubOrchestrationInstanceCompleted(number(), payload());
      case 4 -> new SubOrchestrationInstanceFailed(number(), failure(0));
      case 5 -> new TimerFired(number(), instant());
      case 6 -> new EventRaised(text(), payload());
      case 7 -> new ExecutionSuspended(text());
      case 8 -> new ExecutionResumed(text());
      case 9 -> new TaskQueued(number());
      case 10 ->
          new ExecutionRewound(
              number(), text(), List.of(number(), number()), number(), number(), failure(0));
      default -> new ExecutionTerminated(payload(), random.nextBoolean());
    };
  }

  private DecisionEvent decision() {
    return switch (random.nextInt(9)) {
      case 0 -> scheduled();
      case 1 -> child();
      case 2 -> new TimerCreated(number(), instant());
      case 3 -> new TimerCanceled(number());
      case 4 -> new TaskCanceled(number());
      case 5 -> new EventSent(number(), text(), text(), payload());
      case 6 -> new SideEffectRecorded(number(), payload(), null);
      case 7 -> next();
      default ->
          new ExecutionCompleted(
              pick(
                  OrchestrationRuntimeStatus.COMPLETED,
                  OrchestrationRuntimeStatus.FAILED,
                  OrchestrationRuntimeStatus.TERMINATED),
              payload(),
              maybe(() -> failure(0)),
              maybe(() -> new RewindPoint(List.of(number()), number(), number())));
    };
  }

  private ExecutionStarted started() {
    Map<String, String> tags = new HashMap<>();
    list(3, this::text).forEach(key -> tags.put(key, text()));
    return new ExecutionStarted(
        function(),
        text(),
        pick(VersionResolution.values()),
        text(),
        text(),
        number(),
        payload(),
        maybe(() -> new ParentInstance(text(), text(), number())),
        tags,
        maybe(this::instant),
        maybe(this::function));
  }

  private TaskScheduled scheduled() {
    return new TaskScheduled(
        number(),
        function(),
        text(),
        payload(),
        number(),
        number(),
        pick(Placement.values()),
        maybe(this::duration));
  }

  private SubOrchestrationInstanceCreated child() {
    return new SubOrchestrationInstanceCreated(
        number(),
        function(),
        text(),
        pick(VersionResolution.values()),
        text(),
        text(),
        payload(),
        random.nextBoolean(),
        maybe(this::instant));
  }

  private ContinueAsNew next() {
    return new ContinueAsNew(
        function(), pick(VersionResolution.values()), text(), payload(), random.nextBoolean());
  }

  private FailureDetails failure(int depth) {
    return new FailureDetails(
        text(),
        text(),
        text(),
        random.nextBoolean(),
        list(3, this::text),
        depth == 10 ? null : maybe(() -> failure(depth + 1)));
  }

  private FunctionName function() {
    return new FunctionName(
        pick("A", "Order", "a.b.C9", "x".repeat(100)), pick(0, 1, 2, 10, Integer.MAX_VALUE));
  }

  private int number() {
    return pick(0, 1, 2, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt());
  }

  private Payload payload() {
    return random.nextInt(3) == 0 ? Payload.NULL : new Payload(text());
  }

  private Instant instant() {
    return pick(
        Instant.MIN,
        Instant.MAX,
        Instant.EPOCH,
        Instant.EPOCH.minusNanos(1),
        Instant.ofEpochSecond(
            random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
            random.nextInt(1_000_000_000)),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L));
  }

  private Duration duration() {
    return pick(
        Duration.ZERO,
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
        Duration.ofSeconds(Long.MIN_VALUE),
        Duration.ofNanos(-1),
        Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000)));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(200) == 0 ? 30_000 : random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    }
    return text.toString();
  }

  private <T> List<T> list(int most, Supplier<T> element) {
    int size = random.nextInt(most + 1);
    List<T> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(element.get());
    }
    return list;
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
