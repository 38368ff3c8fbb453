package shop;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;

final class Order_v1 implements Orchestrator<String, String> {
  @Override
  public String run(OrchestrationContext context, String item) {
    context.callActivity("Reserve", item).await();
    context.waitForExternalEvent("Paid").await();
    return context.callActivity("Ship", item, String.class).await();
  }
}
