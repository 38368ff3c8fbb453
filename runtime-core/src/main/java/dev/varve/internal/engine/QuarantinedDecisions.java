package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.replay.CallResolution;
import dev.varve.internal.replay.LiveDecisions;

/**
 * For an instance that many workers died on: its activities all go through the queue, which counts
 * how often each is tried.
 */
record QuarantinedDecisions(LiveDecisions usual) implements LiveDecisions {
  @Override
  public CallResolution activity(ExecutionStarted caller, String requested) {
    return usual.activity(caller, requested);
  }

  @Override
  public CallResolution child(ExecutionStarted caller, String requested, VersionChoice choice) {
    return usual.child(caller, requested, choice);
  }

  @Override
  public CallResolution next(ExecutionStarted caller, VersionChoice choice) {
    return usual.next(caller, choice);
  }

  @Override
  public Placement placement(FunctionName activity) {
    return Placement.QUEUED;
  }
}
