package dev.varve.samples.kills;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;

/** The interpreter whose activities return the values as they are. */
final class Interpreter_v1 implements Orchestrator<State, State> {
  @Override
  public State run(OrchestrationContext context, State state) {
    return new Interpretation().run(context, state);
  }
}
