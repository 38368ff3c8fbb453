package dev.varve.samples.fulfilment;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import java.time.Duration;

/**
 * The first version. Once orders run on it, it is not edited any more: an order that waits for its
 * payment for three weeks is replayed through this code after every restart, and must find the
 * steps it has taken.
 */
// snippet:v1
final class OrderFulfilment_v1 implements Orchestrator<Order, String> {
  @Override
  public String run(OrchestrationContext context, Order order) {
    // Names without a version: an order that began on v1 gets v1 of each, whatever is current now.
    context.callActivity("ReserveStock", order).await();
    Payment payment = context.waitForExternalEvent("Paid", Payment.class).await();
    context.callActivity("BookPayment", payment).await();
    context.createTimer(Duration.ofSeconds(1)).await(); // a last chance to cancel
    return context.callActivity("Ship", order, String.class).await();
  }
}
// end
