package dev.varve.azure.internal.format;

import static dev.varve.azure.internal.format.Columns.INPUT;
import static dev.varve.azure.internal.format.Columns.RESULT;

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

/**
 * What tools call a kind of event, and the column in which they look for its value.
 *
 * @param type one of their event types; what they have none for is a generic event
 * @param valueColumn where the user's value in it stands, if it has one
 */
record EventForm(String type, String valueColumn) {
  private static final String GENERIC = "GenericEvent";

  static EventForm of(HistoryEvent event) {
    return switch (event) {
      case InputEvent input -> of(input);
      case DecisionEvent decision -> of(decision);
    };
  }

  private static EventForm of(InputEvent event) {
    return switch (event) {
      case ExecutionStarted e -> new EventForm("ExecutionStarted", INPUT);
      case TaskCompleted e -> new EventForm("TaskCompleted", RESULT);
      case TaskFailed e -> new EventForm("TaskFailed", RESULT);
      case SubOrchestrationInstanceCompleted e ->
          new EventForm("SubOrchestrationInstanceCompleted", RESULT);
      case SubOrchestrationInstanceFailed e ->
          new EventForm("SubOrchestrationInstanceFailed", RESULT);
      case TimerFired e -> new EventForm("TimerFired", RESULT);
      case TaskQueued e -> new EventForm(GENERIC, RESULT);
      case ExecutionRewound e -> new EventForm("ExecutionRewound", RESULT);
      case EventRaised e -> new EventForm("EventRaised", INPUT);
      case ExecutionSuspended e -> new EventForm("ExecutionSuspended", INPUT);
      case ExecutionResumed e -> new EventForm("ExecutionResumed", INPUT);
      case ExecutionTerminated e -> new EventForm("ExecutionTerminated", INPUT);
    };
  }

  private static EventForm of(DecisionEvent event) {
    return switch (event) {
      case TaskScheduled e -> new EventForm("TaskScheduled", INPUT);
      case SubOrchestrationInstanceCreated e ->
          new EventForm("SubOrchestrationInstanceCreated", INPUT);
      case TimerCreated e -> new EventForm("TimerCreated", INPUT);
      case TimerCanceled e -> new EventForm(GENERIC, RESULT);
      case TaskCanceled e -> new EventForm(GENERIC, RESULT);
      case EventSent e -> new EventForm("EventSent", INPUT);
      case SideEffectRecorded e -> new EventForm(GENERIC, RESULT);
      case ContinueAsNew e -> new EventForm("ContinueAsNew", RESULT);
      case ExecutionCompleted e -> new EventForm("ExecutionCompleted", RESULT);
    };
  }
}
