package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.internal.replay.OrchestratorCode;
import dev.varve.internal.resolution.KnownFunctions;
import java.util.Map;
import java.util.Optional;

/** What this engine can run. */
public record Registry(
    Map<FunctionName, OrchestratorCode> orchestrators, Map<FunctionName, ActivityCode> activities) {
  public Registry {
    orchestrators = Map.copyOf(orchestrators);
    activities = Map.copyOf(activities);
  }

  Optional<OrchestratorCode> orchestrator(FunctionName name) {
    return Optional.ofNullable(orchestrators.get(name));
  }

  Optional<ActivityCode> activity(FunctionName name) {
    return Optional.ofNullable(activities.get(name));
  }

  KnownFunctions known() {
    return KnownFunctions.of(orchestrators.keySet(), activities.keySet());
  }
}
