package dev.varve.internal.replay;

import dev.varve.Payload;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.TaskCompleted;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One look at what inputs to come would give to the code, which is not told of them. */
final class AwaitedValues {
  private final Map<Integer, Execution.Open> open;
  private final Map<String, Deque<Type>> events;
  private final List<AwaitedValue> values = new ArrayList<>();

  AwaitedValues(Map<Integer, Execution.Open> open, ExternalEvents events) {
    this.open = new HashMap<>(open);
    this.events = events.awaitedTypes();
  }

  List<AwaitedValue> among(List<InputEvent> coming) {
    coming.forEach(this::look);
    return values;
  }

  private void look(InputEvent input) {
    if (input instanceof EventRaised event) {
      raised(event);
    } else if (input instanceof Answer answer) {
      Execution.Open answered = open.remove(answer.taskId());
      if (answered != null) {
        answered(answered, answer);
      }
    }
  }

  private void raised(EventRaised event) {
    Deque<Type> waiting = events.get(ExternalEvents.key(event.name()));
    Type first = waiting == null ? null : waiting.pollFirst();
    if (first != null) {
      values.add(new AwaitedValue("the event '" + event.name() + "'", event.payload(), first));
    }
  }

  /** Failures and timers bring no value. */
  private void answered(Execution.Open call, Answer answer) {
    if (answer instanceof TaskCompleted completed) {
      add(call, completed.result());
    } else if (answer instanceof SubOrchestrationInstanceCompleted completed) {
      add(call, completed.result());
    }
  }

  private void add(Execution.Open call, Payload result) {
    values.add(new AwaitedValue("the result of " + call.name(), result, call.resultType()));
  }
}
