package dev.varve.history;

import static dev.varve.history.Field.ATTEMPT;
import static dev.varve.history.Field.CARRY_OVER;
import static dev.varve.history.Field.CUT_DECISIONS;
import static dev.varve.history.Field.CUT_INPUTS;
import static dev.varve.history.Field.DETACHED;
import static dev.varve.history.Field.FAILED;
import static dev.varve.history.Field.FAILURE;
import static dev.varve.history.Field.FIRE_AT;
import static dev.varve.history.Field.FIRST_ID;
import static dev.varve.history.Field.FUNCTION;
import static dev.varve.history.Field.ID;
import static dev.varve.history.Field.INPUT;
import static dev.varve.history.Field.INSTANCE_ID;
import static dev.varve.history.Field.NAME;
import static dev.varve.history.Field.OUTPUT;
import static dev.varve.history.Field.PAYLOAD;
import static dev.varve.history.Field.PLACEMENT;
import static dev.varve.history.Field.REQUESTED;
import static dev.varve.history.Field.RESOLUTION;
import static dev.varve.history.Field.START;
import static dev.varve.history.Field.STATUS;
import static dev.varve.history.Field.TIMEOUT;
import static dev.varve.history.Field.VALUE;
import static dev.varve.history.Field.VERSION_SET;
import static dev.varve.history.Field.bits;

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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How decisions are stored: per record a form to read it and a case to write it. */
final class DecisionEventCodec {
  private static final int FIRST_ATTEMPT = 1;
  private static final String USUAL_PLACEMENT = WireWords.of(Placement.LOCAL);

  private static final EventForm<TaskScheduled> TASK_SCHEDULED =
      EventForm.of(
          "TaskScheduled",
          bits(ID, FUNCTION),
          bits(REQUESTED, INPUT, ATTEMPT, FIRST_ID, PLACEMENT, TIMEOUT),
          DecisionEventCodec::taskScheduled);

  private static final EventForm<SubOrchestrationInstanceCreated> CHILD_CREATED =
      EventForm.of(
          "SubOrchestrationInstanceCreated",
          bits(ID, FUNCTION, RESOLUTION, VERSION_SET, INSTANCE_ID),
          bits(REQUESTED, INPUT, DETACHED, START),
          DecisionEventCodec::childCreated);

  private static final EventForm<TimerCreated> TIMER_CREATED =
      EventForm.of(
          "TimerCreated",
          bits(ID, FIRE_AT),
          bits(),
          f -> new TimerCreated(f.number(ID), f.instant(FIRE_AT)));

  private static final EventForm<TimerCanceled> TIMER_CANCELED =
      EventForm.of("TimerCanceled", bits(ID), bits(), f -> new TimerCanceled(f.number(ID)));

  private static final EventForm<TaskCanceled> TASK_CANCELED =
      EventForm.of("TaskCanceled", bits(ID), bits(), f -> new TaskCanceled(f.number(ID)));

  private static final EventForm<EventSent> EVENT_SENT =
      EventForm.of(
          "EventSent",
          bits(ID, INSTANCE_ID, NAME),
          bits(PAYLOAD),
          f -> new EventSent(f.number(ID), f.text(INSTANCE_ID), f.text(NAME), f.payload(PAYLOAD)));

  private static final EventForm<SideEffectRecorded> SIDE_EFFECT_RECORDED =
      EventForm.of(
          "SideEffectRecorded",
          bits(ID),
          bits(VALUE, FAILURE),
          f -> new SideEffectRecorded(f.number(ID), f.payload(VALUE), f.failureOrNull(FAILURE)));

  private static final EventForm<ContinueAsNew> CONTINUE_AS_NEW =
      EventForm.of(
          "ContinueAsNew",
          bits(FUNCTION, RESOLUTION, VERSION_SET),
          bits(INPUT, CARRY_OVER),
          DecisionEventCodec::continueAsNew);

  private static final EventForm<ExecutionCompleted> EXECUTION_COMPLETED =
      EventForm.of(
          "ExecutionCompleted",
          bits(STATUS),
          bits(OUTPUT, FAILURE, FAILED, CUT_INPUTS, CUT_DECISIONS),
          f ->
              new ExecutionCompleted(
                  f.converted(STATUS, WireWords::ending),
                  f.payload(OUTPUT),
                  f.failureOrNull(FAILURE),
                  rewindPoint(f)));

  /** By wire name. */
  static final Map<String, EventForm<? extends DecisionEvent>> FORMS =
      EventForm.byType(
          List.of(
              TASK_SCHEDULED,
              CHILD_CREATED,
              TIMER_CREATED,
              TIMER_CANCELED,
              TASK_CANCELED,
              EVENT_SENT,
              SIDE_EFFECT_RECORDED,
              CONTINUE_AS_NEW,
              EXECUTION_COMPLETED));

  private DecisionEventCodec() {}

  private static TaskScheduled taskScheduled(EventFields f) {
    return new TaskScheduled(
        f.number(ID),
        f.function(FUNCTION),
        f.text(REQUESTED, f.function(FUNCTION).base()),
        f.payload(INPUT),
        f.number(ATTEMPT, FIRST_ATTEMPT),
        f.number(FIRST_ID, f.number(ID)),
        f.has(PLACEMENT) ? f.converted(PLACEMENT, WireWords::placement) : Placement.LOCAL,
        f.durationOrNull(TIMEOUT));
  }

  private static SubOrchestrationInstanceCreated childCreated(EventFields f) {
    return new SubOrchestrationInstanceCreated(
        f.number(ID),
        f.function(FUNCTION),
        f.text(REQUESTED, f.function(FUNCTION).base()),
        f.converted(RESOLUTION, WireWords::resolution),
        f.text(VERSION_SET),
        f.text(INSTANCE_ID),
        f.payload(INPUT),
        f.flag(DETACHED),
        f.instantOrNull(START));
  }

  private static ContinueAsNew continueAsNew(EventFields f) {
    return new ContinueAsNew(
        f.function(FUNCTION),
        f.converted(RESOLUTION, WireWords::resolution),
        f.text(VERSION_SET),
        f.payload(INPUT),
        f.flag(CARRY_OVER));
  }

  private static @Nullable RewindPoint rewindPoint(EventFields f) {
    return f.has(CUT_INPUTS)
        ? new RewindPoint(f.numbers(FAILED), f.number(CUT_INPUTS), f.number(CUT_DECISIONS, 0))
        : null;
  }

  static void write(DecisionEvent event, EventWriter out) {
    switch (event) {
      case TaskScheduled e -> write(e, out);
      case SubOrchestrationInstanceCreated e -> write(e, out);
      case TimerCreated e ->
          out.start(TIMER_CREATED).number(ID, e.taskId()).value(FIRE_AT, e.fireAt());
      case TimerCanceled e -> out.start(TIMER_CANCELED).number(ID, e.taskId());
      case TaskCanceled e -> out.start(TASK_CANCELED).number(ID, e.taskId());
      case EventSent e ->
          out.start(EVENT_SENT)
              .number(ID, e.taskId())
              .text(INSTANCE_ID, e.instanceId())
              .text(NAME, e.name())
              .payload(PAYLOAD, e.payload());
      case SideEffectRecorded e ->
          out.start(SIDE_EFFECT_RECORDED)
              .number(ID, e.taskId())
              .payload(VALUE, e.value())
              .failure(FAILURE, e.failure());
      case ContinueAsNew e -> write(e, out);
      case ExecutionCompleted e -> write(e, out);
    }
    out.end();
  }

  private static void write(TaskScheduled e, EventWriter out) {
    String function = e.function().toString();
    out.start(TASK_SCHEDULED)
        .number(ID, e.taskId())
        .text(FUNCTION, function)
        .textUnless(e.function().base(), REQUESTED, e.requested())
        .payload(INPUT, e.input())
        .numberUnless(FIRST_ATTEMPT, ATTEMPT, e.attempt())
        .numberUnless(e.taskId(), FIRST_ID, e.firstTaskId())
        .textUnless(USUAL_PLACEMENT, PLACEMENT, WireWords.of(e.placement()))
        .value(TIMEOUT, e.timeout());
  }

  private static void write(SubOrchestrationInstanceCreated e, EventWriter out) {
    String function = e.function().toString();
    out.start(CHILD_CREATED)
        .number(ID, e.taskId())
        .text(FUNCTION, function)
        .textUnless(e.function().base(), REQUESTED, e.requested())
        .text(RESOLUTION, WireWords.of(e.resolution()))
        .text(VERSION_SET, e.versionSetId())
        .text(INSTANCE_ID, e.instanceId())
        .payload(INPUT, e.input())
        .flag(DETACHED, e.detached())
        .value(START, e.scheduledStart());
  }

  private static void write(ExecutionCompleted e, EventWriter out) {
    out.start(EXECUTION_COMPLETED)
        .text(STATUS, WireWords.of(e.status()))
        .payload(OUTPUT, e.output())
        .failure(FAILURE, e.failure());
    RewindPoint point = e.rewindPoint();
    if (point != null) {
      out.numbers(FAILED, point.failed())
          .number(CUT_INPUTS, point.inputs())
          .numberUnless(0, CUT_DECISIONS, point.decisions());
    }
  }

  private static void write(ContinueAsNew e, EventWriter out) {
    out.start(CONTINUE_AS_NEW)
        .value(FUNCTION, e.function())
        .text(RESOLUTION, WireWords.of(e.resolution()))
        .text(VERSION_SET, e.versionSetId())
        .payload(INPUT, e.input())
        .flag(CARRY_OVER, e.carryOver());
  }
}
