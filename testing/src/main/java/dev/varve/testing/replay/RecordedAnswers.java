package dev.varve.testing.replay;

import dev.varve.FunctionName;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.internal.replay.CallResolution;
import dev.varve.internal.replay.LiveDecisions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Answers a turn's questions as they were answered when the turn was recorded. */
final class RecordedAnswers implements LiveDecisions {
  private final Deque<TaskScheduled> activities = new ArrayDeque<>();
  private final Deque<SubOrchestrationInstanceCreated> children = new ArrayDeque<>();
  private final Deque<Placement> placements = new ArrayDeque<>();
  private Optional<ContinueAsNew> next = Optional.empty();

  RecordedAnswers(List<DecisionEvent> decisions) {
    for (DecisionEvent decision : decisions) {
      if (decision instanceof TaskScheduled task) {
        activities.add(task);
        placements.add(task.placement());
      } else if (decision instanceof SubOrchestrationInstanceCreated child) {
        children.add(child);
      } else if (decision instanceof ContinueAsNew continued) {
        next = Optional.of(continued);
      }
    }
  }

  @Override
  public CallResolution activity(ExecutionStarted caller, String requested) {
    TaskScheduled recorded =
        activities.stream()
            .filter(task -> calls(requested, task.function()))
            .findFirst()
            .orElse(null);
    return recorded == null
        ? unrecorded(requested)
        : new CallResolution.Found(
            recorded.function(), VersionResolution.INHERITED, caller.versionSetId());
  }

  @Override
  public CallResolution child(ExecutionStarted caller, String requested, VersionChoice choice) {
    SubOrchestrationInstanceCreated recorded = children.poll();
    return recorded == null || !calls(requested, recorded.function())
        ? unrecorded(requested)
        : new CallResolution.Found(
            recorded.function(), recorded.resolution(), recorded.versionSetId());
  }

  @Override
  public CallResolution next(ExecutionStarted caller, VersionChoice choice) {
    return next.<CallResolution>map(recorded ->
            new CallResolution.Found(
                recorded.function(), recorded.resolution(), recorded.versionSetId()))
        .orElseGet(() -> unrecorded("continueAsNew"));
  }

  @Override
  public Placement placement(FunctionName activity) {
    Placement recorded = placements.poll();
    return recorded == null ? Placement.LOCAL : recorded;
  }

  private static boolean calls(String requested, FunctionName function) {
    return requested.equals(function.base()) || requested.equals(function.toString());
  }

  private static CallResolution unrecorded(String requested) {
    return new CallResolution.NotFound("the recorded turn does not call " + requested);
  }
}
