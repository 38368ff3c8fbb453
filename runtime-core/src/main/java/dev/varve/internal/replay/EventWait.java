package dev.varve.internal.replay;

import dev.varve.DataConversionException;
import dev.varve.Payload;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One wait for an external event, with or without a timer behind it.
 *
 * @param <V> type of the event's payload
 */
final class EventWait<V extends @Nullable Object> {
  private final Execution execution;
  private final ReplayContext context;
  private final String name;
  private final Type type;
  private final DurableTask<V> task;
  private final ExternalEvents.Waiter waiter;
  private @Nullable DurableTask<@Nullable Void> timer;

  EventWait(Execution execution, ReplayContext context, String name, Type type) {
    this.execution = execution;
    this.context = context;
    this.name = name;
    this.type = type;
    this.task = new DurableTask<>(execution, this::canceled);
    this.waiter = new ExternalEvents.Waiter(type, this::delivered);
  }

  DurableTask<V> begin(@Nullable Instant deadline, @Nullable Duration timeout) {
    Optional<Payload> buffered = execution.events().take(name);
    if (buffered.isPresent()) {
      complete(buffered.get());
      return task;
    }
    execution.events().await(name, waiter);
    if (deadline != null && timeout != null) {
      timer = context.timer(deadline);
      timer.whenDone(() -> timedOut(timeout));
    }
    return task;
  }

  private void delivered(Payload payload) {
    dropTimer();
    complete(payload);
  }

  private void timedOut(Duration timeout) {
    if (!task.isSettled() && timer != null && timer.failure() == null) {
      execution.events().forget(name, waiter);
      task.fail(ReplayContext.timedOut(name, timeout));
    }
  }

  private void canceled() {
    execution.events().forget(name, waiter);
    dropTimer();
  }

  private void dropTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // converted to the type of V, null included
  private void complete(Payload payload) {
    try {
      task.complete((V) execution.converter().fromPayload(payload, type));
    } catch (DataConversionException e) {
      task.fail(e);
    }
  }
}
