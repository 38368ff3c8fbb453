package dev.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskCanceled;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskQueued;
import org.junit.jupiter.api.Test;

final class OpenWorkTest {
  private final OpenWork work = new OpenWork();

  private static TaskScheduled charge(int taskId, Placement placement) {
    FunctionName charge = FunctionName.parse("Charge_v1");
    return new TaskScheduled(taskId, charge, "Charge", Payload.NULL, 1, taskId, placement, null);
  }

  @Test
  void local_activities_are_derived_in_the_order_they_were_scheduled() {
    work.decided(charge(2, Placement.LOCAL));
    work.decided(charge(1, Placement.LOCAL));
    work.decided(charge(3, Placement.QUEUED));
    assertThat(work.local()).extracting(TaskScheduled::taskId).containsExactly(1, 2);
  }

  @Test
  void an_activity_that_went_to_the_queue_is_open_but_not_local() {
    work.decided(charge(1, Placement.LOCAL));
    work.decided(charge(2, Placement.LOCAL));
    work.told(new TaskQueued(1));
    work.told(new TaskQueued(1));
    assertThat(work.local()).extracting(TaskScheduled::taskId).containsExactly(2);
    assertThat(work.activity(1)).contains(charge(1, Placement.QUEUED));
    work.told(new TaskCompleted(2, Payload.NULL));
    assertThat(work.hasLocal()).isFalse();
  }

  @Test
  void an_activity_that_is_answered_or_cancelled_does_not_come_back_from_the_queue() {
    work.decided(charge(1, Placement.LOCAL));
    work.decided(charge(2, Placement.LOCAL));
    work.told(new TaskCompleted(1, Payload.NULL));
    work.decided(new TaskCanceled(2));
    work.told(new TaskQueued(1));
    work.told(new TaskQueued(2));
    assertThat(work.activity(1)).isEmpty();
    assertThat(work.activity(2)).isEmpty();
    assertThat(work.hasLocal()).isFalse();
  }
}
