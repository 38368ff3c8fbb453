package dev.varve.internal.engine;

import dev.varve.Payload;
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
import dev.varve.storage.CommitOutcome.TooLarge;
import java.util.List;
import java.util.Optional;

/** Holds what code decided against the longest payload of the store. */
final class PayloadLimit {
  private PayloadLimit() {}

  /** The first payload that is too long. */
  static Optional<TooLarge> exceeded(List<DecisionEvent> decisions, int limit) {
    for (DecisionEvent decision : decisions) {
      Payload payload = payload(decision);
      if (payload.length() > limit) {
        return Optional.of(new TooLarge(name(decision), payload.length(), limit));
      }
    }
    return Optional.empty();
  }

  private static Payload payload(DecisionEvent decision) {
    return switch (decision) {
      case TaskScheduled e -> e.input();
      case SubOrchestrationInstanceCreated e -> e.input();
      case EventSent e -> e.payload();
      case SideEffectRecorded e -> e.value();
      case ContinueAsNew e -> e.input();
      case ExecutionCompleted e -> e.output();
      case TimerCreated e -> Payload.NULL;
      case TimerCanceled e -> Payload.NULL;
      case TaskCanceled e -> Payload.NULL;
    };
  }

  private static String name(DecisionEvent decision) {
    return switch (decision) {
      case TaskScheduled e -> "the input of activity " + e.function();
      case SubOrchestrationInstanceCreated e -> "the input of child " + e.function();
      case EventSent e -> "the payload of event '" + e.name() + "'";
      case SideEffectRecorded e -> "the value of side effect " + e.taskId();
      case ContinueAsNew e -> "the input of the next execution";
      case ExecutionCompleted e -> "the output";
      case TimerCreated e -> "timer " + e.taskId();
      case TimerCanceled e -> "timer " + e.taskId();
      case TaskCanceled e -> "task " + e.taskId();
    };
  }
}
