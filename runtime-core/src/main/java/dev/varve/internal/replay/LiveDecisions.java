package dev.varve.internal.replay;

import dev.varve.FunctionName;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.InputEvent.ExecutionStarted;

/**
 * What only a live turn asks, because its answers are recorded: replay reads the event, never the
 * registry or the configuration.
 */
public interface LiveDecisions {
  /** The activity for a full name, or for a base name by the version set of the instance. */
  CallResolution activity(ExecutionStarted caller, String requested);

  /** The child orchestration for a name. */
  CallResolution child(ExecutionStarted caller, String requested, VersionChoice choice);

  /** The function of the execution that follows this one. */
  CallResolution next(ExecutionStarted caller, VersionChoice choice);

  /** Where an activity is to wait. */
  Placement placement(FunctionName activity);
}
