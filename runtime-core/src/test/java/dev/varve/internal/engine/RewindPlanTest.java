package dev.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.history.RewindPoint;
import dev.varve.history.VersionResolution;
import dev.varve.storage.Rewind;
import dev.varve.storage.TurnCommit.NewTimer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a history is cut to, without any code. */
class RewindPlanTest {
  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07Z");
  private static final FunctionName ORDER = new FunctionName("Order", 1);
  private static final FailureDetails WHY = FailureDetails.of("declined", "no cover");
  private static final ExecutionStarted STARTED =
      new ExecutionStarted(
          ORDER,
          "Order",
          VersionResolution.CONFIGURED,
          "set",
          "E",
          1,
          Payload.NULL,
          null,
          Map.of(),
          null,
          null);

  private static HistoryTurn turn(
      long sequence, boolean ran, List<InputEvent> inputs, DecisionEvent... decisions) {
    return new HistoryTurn(
        sequence, TIME.plusSeconds(sequence), sequence, ran, inputs, List.of(decisions));
  }

  private static TaskScheduled task(int id, int attempt, Placement placement) {
    return new TaskScheduled(id, ORDER, "Order", Payload.NULL, attempt, id, placement, null);
  }

  private static TaskScheduled task(int id) {
    return task(id, 1, Placement.LOCAL);
  }

  private static EventRaised event(String name) {
    return new EventRaised(name, Payload.NULL);
  }

  private static TaskCompleted completed(int id) {
    return new TaskCompleted(id, Payload.NULL);
  }

  private static ExecutionCompleted end(@Nullable RewindPoint point) {
    return new ExecutionCompleted(OrchestrationRuntimeStatus.FAILED, Payload.NULL, WHY, point);
  }

  private static Rewind rewind(String executionId, HistoryTurn... history) {
    return RewindPlan.of(
        "o-1", List.of(history), executionId, "mended", 0, TIME.plusSeconds(100), 77);
  }

  private static ExecutionRewound mark(int number, int nextTaskId, Integer... failed) {
    return new ExecutionRewound(number, "mended", List.of(failed), nextTaskId, 0, WHY);
  }

  @Test
  void in_front_of_the_cut_all_is_kept_but_the_failure_and_behind_it_only_what_still_matters() {
    Rewind rewind =
        rewind(
            "E",
            turn(1, false, List.of(STARTED)),
            turn(2, true, List.of(), task(1, 3, Placement.QUEUED), task(2), task(3)),
            turn(
                3,
                true,
                List.of(new TaskFailed(1, WHY), event("early")),
                new TimerCreated(4, TIME)),
            turn(4, true, List.of(completed(2)), task(5)),
            turn(5, false, List.of(new ExecutionSuspended(""))),
            turn(6, false, List.of(new ExecutionResumed(""))),
            turn(
                7,
                true,
                List.of(completed(5), completed(3), event("late"), new TimerFired(4, TIME)),
                end(new RewindPoint(List.of(1), 3, 4))));
    assertThat(rewind.failed()).isEqualTo("E");
    assertThat(rewind.executionId()).isEqualTo("E/1");
    assertThat(rewind.history())
        .containsExactly(
            kept(8, 1, false, List.of(STARTED)),
            kept(9, 2, true, List.of(), task(1, 1, Placement.QUEUED), task(2), task(3)),
            kept(10, 3, true, List.of(event("early")), new TimerCreated(4, TIME)),
            new HistoryTurn(
                11,
                TIME.plusSeconds(100),
                77,
                false,
                List.of(
                    mark(1, 6, 1),
                    completed(2),
                    completed(3),
                    event("late"),
                    new TimerFired(4, TIME)),
                List.of()));
    assertThat(rewind.activities()).containsExactly(task(1, 1, Placement.QUEUED));
    assertThat(rewind.timers()).isEmpty();
  }

  private static HistoryTurn kept(
      long sequence, int seconds, boolean ran, List<InputEvent> inputs, DecisionEvent... taken) {
    return new HistoryTurn(sequence, TIME.plusSeconds(seconds), 77, ran, inputs, List.of(taken));
  }

  @Test
  void timers_and_activities_that_went_to_the_queue_are_open_again() {
    Rewind rewind =
        rewind(
            "E/1",
            turn(1, true, List.of(STARTED), task(1), new TimerCreated(2, TIME), task(3)),
            turn(2, false, List.of(new TaskQueued(1))),
            turn(3, true, List.of(new TaskFailed(3, WHY)), end(new RewindPoint(List.of(3), 2, 3))));
    assertThat(rewind.executionId()).isEqualTo("E/2");
    assertThat(rewind.timers()).containsExactly(new NewTimer(2, TIME));
    assertThat(rewind.activities()).containsExactly(task(1, 1, Placement.QUEUED));
    assertThat(rewind.history())
        .extracting(HistoryTurn::inputs)
        .containsExactly(
            List.of(STARTED), List.of(new TaskQueued(1)), List.of(), List.of(mark(2, 4, 3)));
  }

  @Test
  void when_nothing_is_kept_the_execution_begins_anew_with_numbers_that_were_not_used() {
    Rewind rewind =
        rewind(
            "E",
            turn(1, false, List.of(STARTED, event("carried over"))),
            turn(2, true, List.of(), task(1), task(2), end(new RewindPoint(List.of(), 0, 0))));
    assertThat(rewind.history())
        .extracting(HistoryTurn::inputs)
        .containsExactly(
            List.of(STARTED.firstTaskId(3)), List.of(mark(1, 3), event("carried over")));
    assertThat(rewind.history()).noneMatch(HistoryTurn::ran);
  }

  @Test
  void an_end_that_does_not_say_where_to_cut_is_cut_in_front_of_its_last_turn() {
    Rewind rewind =
        rewind(
            "E",
            turn(1, true, List.of(STARTED), task(1), task(2)),
            turn(2, true, List.of(new TaskFailed(1, WHY)), task(3)),
            turn(3, true, List.of(completed(3), new TaskFailed(2, WHY)), task(4), end(null)));
    assertThat(rewind.history())
        .extracting(HistoryTurn::inputs)
        .containsExactly(
            List.of(STARTED),
            List.of(new TaskFailed(1, WHY)),
            List.of(mark(1, 5, 2), completed(3)));
    assertThat(rewind.history().get(1).decisions()).containsExactly(task(3));
  }

  @Test
  void the_mark_of_a_rewind_that_lies_behind_the_cut_goes_and_numbers_go_on() {
    Rewind rewind =
        rewind(
            "E/1",
            turn(1, true, List.of(STARTED), task(1)),
            turn(2, false, List.of(mark(1, 9, 1), event("kept"))),
            turn(3, true, List.of(completed(1)), end(new RewindPoint(List.of(), 1, 1))));
    assertThat(rewind.history().getLast().inputs())
        .containsExactly(mark(2, 9), event("kept"), completed(1));
  }
}
