package dev.varve.benchmarks;

import dev.varve.FunctionName;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.internal.replay.CallResolution;
import dev.varve.internal.replay.LiveDecisions;

/** Refuses every decision: a replay finds all of them recorded. */
final class NothingLive implements LiveDecisions {
  @Override
  public CallResolution activity(ExecutionStarted caller, String requested) {
    throw decided(requested);
  }

  @Override
  public CallResolution child(ExecutionStarted caller, String requested, VersionChoice choice) {
    throw decided(requested);
  }

  @Override
  public CallResolution next(ExecutionStarted caller, VersionChoice choice) {
    throw decided("continueAsNew");
  }

  @Override
  public Placement placement(FunctionName activity) {
    throw decided(activity.toString());
  }

  private static IllegalStateException decided(String what) {
    return new IllegalStateException("the replay decides '" + what + "', which is recorded");
  }
}
