package shop;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;

final class Order_v1 implements Orchestrator<String, String> {
  @Override
  public String run(OrchestrationContext context, String item) {
    context.callActivity("Reserve", item).await();
    context.callActivity("Charge", item).await();
    String parcel = context.waitForExternalEvent("Packed", String.class).await();
    context.callActivity("Ship", parcel).await();
    return item + " in " + parcel;
  }
}
