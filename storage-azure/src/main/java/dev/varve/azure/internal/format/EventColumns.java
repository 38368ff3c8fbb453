package dev.varve.azure.internal.format;

import static dev.varve.azure.internal.format.Columns.EVENT_TYPE;
import static dev.varve.azure.internal.format.Columns.FAILURE_DETAILS;
import static dev.varve.azure.internal.format.Columns.INPUT;
import static dev.varve.azure.internal.format.Columns.NAME;
import static dev.varve.azure.internal.format.Columns.RESULT;
import static dev.varve.azure.internal.format.Columns.VARVE_EVENT;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.EventSent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.SideEffectRecorded;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskCanceled;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCanceled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent;
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
import dev.varve.history.ParentInstance;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event in the columns of its row. Tools read the columns that they know. The event itself
 * comes back from its values in these and, for the rest of it, from a column of our own. Confined
 * to one thread.
 */
final class EventColumns {
  /** Tools show these; nothing is read back from them. */
  private static final int LONGEST_SHOWN = 1_000;

  /** An input has no number of its own. */
  private static final int NO_ID = -1;

  private final String instanceId;
  private final EventForm form;
  private final LargeTexts large;
  private final RowDraft row;

  private EventColumns(String instanceId, EventForm form, String rowKey, LargeTexts large) {
    this.instanceId = instanceId;
    this.form = form;
    this.large = large;
    this.row = new RowDraft(rowKey, new HashMap<>());
  }

  /** The row of an event, without what it shares with all rows of its turn. */
  static RowDraft encode(HistoryEvent event, String instanceId, String rowKey, LargeTexts large) {
    EventColumns out = new EventColumns(instanceId, EventForm.of(event), rowKey, large);
    out.values(EventParts.of(event));
    switch (event) {
      case InputEvent e -> out.input(e);
      case DecisionEvent e -> out.decision(e);
    }
    return out.row;
  }

  /** The event of a row. */
  static HistoryEvent decode(Row row, StoredTexts texts) {
    byte[] stored = texts.of(row, VARVE_EVENT).getBytes(StandardCharsets.UTF_8);
    HistoryEvent rest = Damage.reading(row, () -> HistoryCodec.decodeEvent(stored));
    Payload payload =
        texts
            .find(row, INPUT)
            .or(() -> texts.find(row, RESULT))
            .map(Payload::new)
            .orElse(Payload.NULL);
    return EventParts.with(rest, payload, failure(row, texts));
  }

  private static @Nullable FailureDetails failure(Row row, StoredTexts texts) {
    Optional<String> text = texts.find(row, FAILURE_DETAILS);
    try {
      return text.map(Json::failure).orElse(null);
    } catch (IllegalArgumentException e) {
      throw Damage.in(row, "the column " + FAILURE_DETAILS + " holds no failure");
    }
  }

  private void values(EventParts parts) {
    put(EVENT_TYPE, form.type());
    text(VARVE_EVENT, new String(HistoryCodec.encodeEvent(parts.rest()), StandardCharsets.UTF_8));
    Payload payload = parts.payload();
    if (payload != null) {
      text(form.valueColumn(), payload.json());
    }
    FailureDetails failure = parts.failure();
    if (failure != null) {
      text(FAILURE_DETAILS, Json.text(failure));
      shown("Reason", failure.errorType() + ": " + failure.message());
    }
  }

  private void input(InputEvent event) {
    put("EventId", NO_ID);
    if (event instanceof InputEvent.Answer answer && !(event instanceof TimerFired)) {
      put("TaskScheduledId", answer.taskId());
    }
    switch (event) {
      case ExecutionStarted e -> started(e);
      case TimerFired e -> {
        put("TimerId", e.taskId());
        time("FireAt", e.fireAt());
      }
      case TaskQueued e -> put("Data", "TaskQueued " + e.taskId());
      case ExecutionRewound e -> {
        put("InstanceId", instanceId);
        shown("Reason", e.reason());
      }
      case EventRaised e -> shown(NAME, e.name());
      case ExecutionSuspended e -> shown("Reason", e.reason());
      case ExecutionResumed e -> shown("Reason", e.reason());
      case TaskCompleted e -> {}
      case TaskFailed e -> {}
      case SubOrchestrationInstanceCompleted e -> {}
      case SubOrchestrationInstanceFailed e -> {}
      case ExecutionTerminated e -> {}
    }
  }

  private void started(ExecutionStarted event) {
    function(event.function());
    put(Columns.GENERATION, 0);
    shown(Columns.TAGS, Json.text(event.tags()));
    shown("OrchestrationInstance", Json.text(instance(instanceId, event.executionId())));
    ParentInstance parent = event.parent();
    if (parent != null) {
      ObjectNode node = Json.object();
      node.set("OrchestrationInstance", instance(parent.instanceId(), parent.executionId()));
      node.put("TaskScheduleId", parent.taskId());
      shown("ParentInstance", Json.text(node));
    }
    Instant scheduled = event.scheduledStart();
    if (scheduled != null) {
      time(Columns.SCHEDULED_START, scheduled);
    }
  }

  private static ObjectNode instance(String id, String executionId) {
    return Json.object().put("InstanceId", id).put("ExecutionId", executionId);
  }

  private void decision(DecisionEvent event) {
    put("EventId", event instanceof DecisionEvent.Numbered numbered ? numbered.taskId() : NO_ID);
    switch (event) {
      case TaskScheduled e -> function(e.function());
      case SubOrchestrationInstanceCreated e -> {
        function(e.function());
        shown("InstanceId", e.instanceId());
      }
      case TimerCreated e -> time("FireAt", e.fireAt());
      case TimerCanceled e -> put("Data", "TimerCanceled " + e.taskId());
      case TaskCanceled e -> put("Data", "TaskCanceled " + e.taskId());
      case EventSent e -> {
        shown("InstanceId", e.instanceId());
        shown(NAME, e.name());
      }
      case SideEffectRecorded e -> put("Data", "SideEffectRecorded");
      case ContinueAsNew e -> {
        function(e.function());
        put("OrchestrationStatus", "ContinuedAsNew");
      }
      case ExecutionCompleted e -> put("OrchestrationStatus", StatusWords.of(e.status()));
    }
  }

  private void function(FunctionName function) {
    put(NAME, function.toString());
    put(Columns.VERSION, Integer.toString(function.version()));
  }

  private void text(String column, String text) {
    large.put(row, form.type(), column, text);
  }

  /** What only tools read; the event has it in full elsewhere. */
  private void shown(String column, String text) {
    String shortened = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN);
    row.columns().put(column, EscapedText.replaced(shortened));
  }

  private void put(String column, Object value) {
    row.columns().put(column, value);
  }

  private void time(String column, Instant time) {
    Dates.show(row.columns(), column, time);
  }
}
