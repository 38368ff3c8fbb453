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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the golden files hold, by file name: a wire name alone, or with a variant behind a dash. */
final class HistorySamples {
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.890123Z");
  private static final FunctionName ORDER = new FunctionName("Order", 2);
  private static final Payload PAYLOAD = new Payload("{\"id\":7,\"note\":\"a \\\"b\\\" ü 😀\"}");

  static final FailureDetails FAILURE =
      new FailureDetails(
          "com.shop.CardDeclinedException",
          "declined: \"stolen\"\n",
          "  at com.shop.Cards.charge(Cards.java:42)\n",
          true,
          List.of("com.shop.PaymentException", "java.io.IOException"),
          FailureDetails.of("java.net.ConnectException", "refused"));

  private HistorySamples() {}

  static Map<String, HistoryEvent> events() {
    Map<String, HistoryEvent> events = new LinkedHashMap<>();
    addStarts(events);
    addAnswers(events);
    addMessages(events);
    addScheduled(events);
    addOtherDecisions(events);
    addEndings(events);
    return events;
  }

  private static void addStarts(Map<String, HistoryEvent> events) {
    events.put(
        "ExecutionStarted",
        new ExecutionStarted(
            ORDER,
            "Order_v2",
            VersionResolution.RELATIVE,
            "00112233445566778899aabbccddeeff",
            "e1",
            12,
            PAYLOAD,
            new ParentInstance("parent-1", "e0", 3),
            Map.of("tenant", "blue", "area", "north"),
            TIME,
            new FunctionName("Order", 1)));
    events.put("ExecutionStarted-defaults", started(new FunctionName("Order", 0)));
  }

  static ExecutionStarted started(FunctionName function) {
    return new ExecutionStarted(
        function,
        function.base(),
        VersionResolution.CONFIGURED,
        "00112233445566778899aabbccddeeff",
        "e1",
        1,
        Payload.NULL,
        null,
        Map.of(),
        null,
        null);
  }

  private static void addAnswers(Map<String, HistoryEvent> events) {
    events.put("TaskCompleted", new TaskCompleted(1, PAYLOAD));
    events.put("TaskCompleted-defaults", new TaskCompleted(1, Payload.NULL));
    events.put("TaskFailed", new TaskFailed(2, FAILURE));
    events.put("TaskFailed-defaults", new TaskFailed(2, FailureDetails.of("java.lang.Error", "")));
    events.put("SubOrchestrationInstanceCompleted", childCompleted(PAYLOAD));
    events.put("SubOrchestrationInstanceCompleted-defaults", childCompleted(Payload.NULL));
    events.put("SubOrchestrationInstanceFailed", new SubOrchestrationInstanceFailed(4, FAILURE));
    events.put("TimerFired", new TimerFired(5, TIME));
    events.put("TaskQueued", new TaskQueued(6));
    events.put("TimerFired-whole-second", new TimerFired(5, Instant.ofEpochSecond(1)));
  }

  private static SubOrchestrationInstanceCompleted childCompleted(Payload result) {
    return new SubOrchestrationInstanceCompleted(3, result);
  }

  private static void addMessages(Map<String, HistoryEvent> events) {
    events.put("EventRaised", new EventRaised("approved", new Payload("true")));
    events.put("EventRaised-defaults", new EventRaised("approved", Payload.NULL));
    events.put("ExecutionSuspended", new ExecutionSuspended("maintenance"));
    events.put("ExecutionSuspended-defaults", new ExecutionSuspended(""));
    events.put("ExecutionResumed", new ExecutionResumed("done"));
    events.put("ExecutionResumed-defaults", new ExecutionResumed(""));
    events.put(
        "ExecutionRewound", new ExecutionRewound(2, "card renewed", List.of(1, 7), 9, 1, FAILURE));
    events.put("ExecutionRewound-defaults", new ExecutionRewound(1, "", List.of(), 4, 0, null));
    events.put("ExecutionTerminated", new ExecutionTerminated(PAYLOAD, true));
    events.put("ExecutionTerminated-defaults", new ExecutionTerminated(Payload.NULL, false));
  }

  private static void addScheduled(Map<String, HistoryEvent> events) {
    events.put(
        "TaskScheduled",
        new TaskScheduled(
            8, ORDER, "Order_v2", PAYLOAD, 3, 6, Placement.QUEUED, Duration.ofMillis(1_500)));
    events.put(
        "TaskScheduled-defaults",
        new TaskScheduled(1, ORDER, "Order", Payload.NULL, 1, 1, Placement.LOCAL, null));
    events.put("SubOrchestrationInstanceCreated", child("Order_v2", PAYLOAD, true, TIME));
    events.put("SubOrchestrationInstanceCreated-defaults", child("Order", Payload.NULL, false));
  }

  private static SubOrchestrationInstanceCreated child(
      String requested, Payload input, boolean detached, Instant... start) {
    return new SubOrchestrationInstanceCreated(
        2,
        ORDER,
        requested,
        VersionResolution.INHERITED,
        "00112233445566778899aabbccddeeff",
        "child-1",
        input,
        detached,
        start.length == 0 ? null : start[0]);
  }

  private static void addOtherDecisions(Map<String, HistoryEvent> events) {
    events.put("TimerCreated", new TimerCreated(3, TIME));
    events.put("TimerCanceled", new TimerCanceled(3));
    events.put("TaskCanceled", new TaskCanceled(4));
    events.put("EventSent", new EventSent(5, "other-1", "approved", PAYLOAD));
    events.put("EventSent-defaults", new EventSent(5, "other-1", "approved", Payload.NULL));
    events.put("SideEffectRecorded", new SideEffectRecorded(6, new Payload("\"a1b2\""), null));
    events.put("SideEffectRecorded-defaults", new SideEffectRecorded(6, Payload.NULL, null));
  }

  private static void addEndings(Map<String, HistoryEvent> events) {
    events.put("ContinueAsNew", next(PAYLOAD, true));
    events.put("ContinueAsNew-defaults", next(Payload.NULL, false));
    events.put(
        "ExecutionCompleted",
        new ExecutionCompleted(OrchestrationRuntimeStatus.COMPLETED, PAYLOAD, null));
    events.put(
        "ExecutionCompleted-failed",
        new ExecutionCompleted(OrchestrationRuntimeStatus.FAILED, Payload.NULL, FAILURE));
    events.put("ExecutionCompleted-rewindable", failed(new RewindPoint(List.of(1, 7), 4, 3)));
    events.put(
        "ExecutionCompleted-rewindable-from-the-start", failed(new RewindPoint(List.of(), 0, 0)));
    events.put(
        "ExecutionCompleted-terminated",
        new ExecutionCompleted(OrchestrationRuntimeStatus.TERMINATED, Payload.NULL, null));
  }

  private static ExecutionCompleted failed(RewindPoint point) {
    return new ExecutionCompleted(OrchestrationRuntimeStatus.FAILED, Payload.NULL, FAILURE, point);
  }

  private static ContinueAsNew next(Payload input, boolean carryOver) {
    return new ContinueAsNew(
        ORDER, VersionResolution.CONFIGURED, "00112233445566778899aabbccddeeff", input, carryOver);
  }

  /** By file name: whole histories as the engine would leave them. */
  static Map<String, List<HistoryTurn>> histories() {
    return Map.of(
        "two-activities",
        twoActivities(),
        "continued",
        continued(),
        "handed-over",
        handedOver(),
        "rewound",
        rewound());
  }

  private static List<HistoryTurn> twoActivities() {
    return List.of(
        turn(1, true, List.of(started(ORDER)), List.of(task(1), task(2))),
        turn(2, true, List.of(new TaskCompleted(2, PAYLOAD)), List.of()),
        turn(
            3,
            true,
            List.of(new TaskFailed(1, FAILURE)),
            List.of(
                new ExecutionCompleted(OrchestrationRuntimeStatus.FAILED, Payload.NULL, FAILURE))));
  }

  private static List<HistoryTurn> continued() {
    return List.of(
        turn(1, false, List.of(started(ORDER)), List.of()),
        turn(2, false, List.of(), List.of()),
        turn(
            3,
            true,
            List.of(new EventRaised("next", Payload.NULL)),
            List.of(new TimerCreated(1, TIME), new TimerCanceled(1), next(PAYLOAD, true))));
  }

  private static List<HistoryTurn> rewound() {
    return List.of(
        turn(4, true, List.of(started(ORDER)), List.of(task(1), task(2))),
        turn(
            5,
            false,
            List.of(
                new ExecutionRewound(1, "card renewed", List.of(1), 4, 0, FAILURE),
                new TaskCompleted(2, PAYLOAD)),
            List.of()),
        turn(6, true, List.of(), List.of()),
        turn(
            7,
            true,
            List.of(new TaskCompleted(1, PAYLOAD)),
            List.of(
                task(4),
                new ExecutionCompleted(OrchestrationRuntimeStatus.COMPLETED, PAYLOAD, null))));
  }

  private static List<HistoryTurn> handedOver() {
    return List.of(
        turn(1, true, List.of(started(ORDER)), List.of(task(1))),
        turn(2, false, List.of(new TaskQueued(1)), List.of()),
        turn(
            3,
            true,
            List.of(new TaskCompleted(1, Payload.NULL)),
            List.of(
                new ExecutionCompleted(OrchestrationRuntimeStatus.COMPLETED, Payload.NULL, null))));
  }

  private static TaskScheduled task(int id) {
    return new TaskScheduled(id, ORDER, "Order", PAYLOAD, 1, id, Placement.LOCAL, null);
  }

  private static HistoryTurn turn(
      long sequence, boolean ran, List<InputEvent> inputs, List<DecisionEvent> decisions) {
    return new HistoryTurn(
        sequence, TIME.plusSeconds(sequence), 1_000 + sequence, ran, inputs, decisions);
  }
}
