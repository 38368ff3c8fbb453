package dev.varve.internal.replay;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;

/** An orchestrator that is called by its class. */
final class Item_v4 implements Orchestrator<String, String> {
  @Override
  public String run(OrchestrationContext context, String input) {
    return input;
  }
}
