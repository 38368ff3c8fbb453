package dev.varve.samples.fulfilment;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import java.time.Duration;

/**
 * The second version, beside the first. Both changes would break an order in flight if they were
 * made in version 1: its history has no CheckFraud after the payment, and holds an Order where Ship
 * now takes a Parcel.
 */
// snippet:v2
final class OrderFulfilment_v2 implements Orchestrator<Order, String> {
  @Override
  public String run(OrchestrationContext context, Order order) {
    context.callActivity("ReserveStock", order).await();
    Payment payment = context.waitForExternalEvent("Paid", Payment.class).await();
    // A new step.
    boolean suspicious = context.callActivity("CheckFraud", payment, Boolean.class).await();
    context.callActivity("BookPayment", payment).await();
    context.createTimer(Duration.ofSeconds(1)).await();
    // Another signature, so another version of the activity.
    return context.callActivity("Ship", new Parcel(order, suspicious), String.class).await();
  }
}
// end
