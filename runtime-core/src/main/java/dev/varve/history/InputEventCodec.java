package dev.varve.history;

import static dev.varve.history.Field.CONTINUED_FROM;
import static dev.varve.history.Field.EXECUTION;
import static dev.varve.history.Field.FAILED;
import static dev.varve.history.Field.FAILURE;
import static dev.varve.history.Field.FIRE_AT;
import static dev.varve.history.Field.FIRST_ID;
import static dev.varve.history.Field.FOR_PARENT;
import static dev.varve.history.Field.FUNCTION;
import static dev.varve.history.Field.ID;
import static dev.varve.history.Field.INPUT;
import static dev.varve.history.Field.NAME;
import static dev.varve.history.Field.NEXT_ID;
import static dev.varve.history.Field.OUTPUT;
import static dev.varve.history.Field.PARENT;
import static dev.varve.history.Field.PAYLOAD;
import static dev.varve.history.Field.REASON;
import static dev.varve.history.Field.RECURSIVE;
import static dev.varve.history.Field.REQUESTED;
import static dev.varve.history.Field.RESOLUTION;
import static dev.varve.history.Field.RESULT;
import static dev.varve.history.Field.REWIND_NUMBER;
import static dev.varve.history.Field.START;
import static dev.varve.history.Field.TAGS;
import static dev.varve.history.Field.VERSION_SET;
import static dev.varve.history.Field.bits;

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
import java.util.List;
import java.util.Map;

/** How inputs are stored: per record a form to read it and a case to write it. */
final class InputEventCodec {
  /** Task numbers count up from here, which is what the first execution of an instance has. */
  private static final int FIRST_TASK_ID = 1;

  private static final EventForm<ExecutionStarted> EXECUTION_STARTED =
      EventForm.of(
          "ExecutionStarted",
          bits(FUNCTION, RESOLUTION, VERSION_SET, EXECUTION),
          bits(REQUESTED, FIRST_ID, INPUT, PARENT, TAGS, START, CONTINUED_FROM),
          InputEventCodec::executionStarted);

  private static final EventForm<TaskCompleted> TASK_COMPLETED =
      EventForm.of(
          "TaskCompleted",
          bits(ID),
          bits(RESULT),
          f -> new TaskCompleted(f.number(ID), f.payload(RESULT)));

  private static final EventForm<TaskFailed> TASK_FAILED =
      EventForm.of(
          "TaskFailed",
          bits(ID, FAILURE),
          bits(),
          f -> new TaskFailed(f.number(ID), f.failure(FAILURE)));

  private static final EventForm<SubOrchestrationInstanceCompleted> CHILD_COMPLETED =
      EventForm.of(
          "SubOrchestrationInstanceCompleted",
          bits(ID),
          bits(RESULT),
          f -> new SubOrchestrationInstanceCompleted(f.number(ID), f.payload(RESULT)));

  private static final EventForm<SubOrchestrationInstanceFailed> CHILD_FAILED =
      EventForm.of(
          "SubOrchestrationInstanceFailed",
          bits(ID, FAILURE),
          bits(),
          f -> new SubOrchestrationInstanceFailed(f.number(ID), f.failure(FAILURE)));

  private static final EventForm<TimerFired> TIMER_FIRED =
      EventForm.of(
          "TimerFired",
          bits(ID, FIRE_AT),
          bits(),
          f -> new TimerFired(f.number(ID), f.instant(FIRE_AT)));

  private static final EventForm<TaskQueued> TASK_QUEUED =
      EventForm.of("TaskQueued", bits(ID), bits(), f -> new TaskQueued(f.number(ID)));

  private static final EventForm<ExecutionRewound> EXECUTION_REWOUND =
      EventForm.of(
          "ExecutionRewound",
          bits(REWIND_NUMBER, NEXT_ID),
          bits(REASON, FAILED, FOR_PARENT, FAILURE),
          f ->
              new ExecutionRewound(
                  f.number(REWIND_NUMBER),
                  f.text(REASON, ""),
                  f.numbers(FAILED),
                  f.number(NEXT_ID),
                  f.number(FOR_PARENT, 0),
                  f.failureOrNull(FAILURE)));

  private static final EventForm<EventRaised> EVENT_RAISED =
      EventForm.of(
          "EventRaised",
          bits(NAME),
          bits(PAYLOAD),
          f -> new EventRaised(f.text(NAME), f.payload(PAYLOAD)));

  private static final EventForm<ExecutionSuspended> EXECUTION_SUSPENDED =
      EventForm.of(
          "ExecutionSuspended",
          bits(),
          bits(REASON),
          f -> new ExecutionSuspended(f.text(REASON, "")));

  private static final EventForm<ExecutionResumed> EXECUTION_RESUMED =
      EventForm.of(
          "ExecutionResumed", bits(), bits(REASON), f -> new ExecutionResumed(f.text(REASON, "")));

  private static final EventForm<ExecutionTerminated> EXECUTION_TERMINATED =
      EventForm.of(
          "ExecutionTerminated",
          bits(),
          bits(OUTPUT, RECURSIVE),
          f -> new ExecutionTerminated(f.payload(OUTPUT), f.flag(RECURSIVE)));

  /** By wire name. */
  static final Map<String, EventForm<? extends InputEvent>> FORMS =
      EventForm.byType(
          List.of(
              EXECUTION_STARTED,
              TASK_COMPLETED,
              TASK_FAILED,
              CHILD_COMPLETED,
              CHILD_FAILED,
              TIMER_FIRED,
              TASK_QUEUED,
              EXECUTION_REWOUND,
              EVENT_RAISED,
              EXECUTION_SUSPENDED,
              EXECUTION_RESUMED,
              EXECUTION_TERMINATED));

  private InputEventCodec() {}

  private static ExecutionStarted executionStarted(EventFields f) {
    return new ExecutionStarted(
        f.function(FUNCTION),
        f.text(REQUESTED, f.function(FUNCTION).base()),
        f.converted(RESOLUTION, WireWords::resolution),
        f.text(VERSION_SET),
        f.text(EXECUTION),
        f.number(FIRST_ID, FIRST_TASK_ID),
        f.payload(INPUT),
        f.parentOrNull(PARENT),
        f.map(TAGS),
        f.instantOrNull(START),
        f.functionOrNull(CONTINUED_FROM));
  }

  static void write(InputEvent event, EventWriter out) {
    switch (event) {
      case ExecutionStarted e -> write(e, out);
      case TaskCompleted e ->
          out.start(TASK_COMPLETED).number(ID, e.taskId()).payload(RESULT, e.result());
      case TaskFailed e ->
          out.start(TASK_FAILED).number(ID, e.taskId()).failure(FAILURE, e.failure());
      case SubOrchestrationInstanceCompleted e ->
          out.start(CHILD_COMPLETED).number(ID, e.taskId()).payload(RESULT, e.result());
      case SubOrchestrationInstanceFailed e ->
          out.start(CHILD_FAILED).number(ID, e.taskId()).failure(FAILURE, e.failure());
      case TimerFired e -> out.start(TIMER_FIRED).number(ID, e.taskId()).value(FIRE_AT, e.fireAt());
      case TaskQueued e -> out.start(TASK_QUEUED).number(ID, e.taskId());
      case ExecutionRewound e ->
          out.start(EXECUTION_REWOUND)
              .number(REWIND_NUMBER, e.number())
              .textUnless("", REASON, e.reason())
              .numbers(FAILED, e.failed())
              .number(NEXT_ID, e.nextTaskId())
              .numberUnless(0, FOR_PARENT, e.forParent())
              .failure(FAILURE, e.failure());
      case EventRaised e ->
          out.start(EVENT_RAISED).text(NAME, e.name()).payload(PAYLOAD, e.payload());
      case ExecutionSuspended e ->
          out.start(EXECUTION_SUSPENDED).textUnless("", REASON, e.reason());
      case ExecutionResumed e -> out.start(EXECUTION_RESUMED).textUnless("", REASON, e.reason());
      case ExecutionTerminated e ->
          out.start(EXECUTION_TERMINATED)
              .payload(OUTPUT, e.output())
              .flag(RECURSIVE, e.recursive());
    }
    out.end();
  }

  private static void write(ExecutionStarted e, EventWriter out) {
    String function = e.function().toString();
    out.start(EXECUTION_STARTED)
        .text(FUNCTION, function)
        .textUnless(e.function().base(), REQUESTED, e.requested())
        .text(RESOLUTION, WireWords.of(e.resolution()))
        .text(VERSION_SET, e.versionSetId())
        .text(EXECUTION, e.executionId())
        .numberUnless(FIRST_TASK_ID, FIRST_ID, e.firstTaskId())
        .payload(INPUT, e.input())
        .parent(PARENT, e.parent())
        .map(TAGS, e.tags())
        .value(START, e.scheduledStart())
        .value(CONTINUED_FROM, e.continuedFrom());
  }
}
