package dev.varve.testing.versioning;

import dev.varve.OrchestrationContext;
import java.time.Duration;

/**
 * An order as it was, and edits of it that its instances in flight do not survive. Its events are 1
 * Reserve, 3 the timer, 5 Charge, 7 the child.
 */
final class OrderCode {
  static final Duration SHORTLY = Duration.ofMillis(5);

  private OrderCode() {}

  static String original(OrchestrationContext context, String input) {
    String done = Code.call(context, "Reserve");
    context.createTimer(SHORTLY).await();
    done += " " + Code.call(context, "Charge");
    done += " " + context.callSubOrchestrator("Child", "x", String.class).await();
    Code.waitForGo(context);
    return done + " " + Code.call(context, "Ship");
  }

  static String changedOrder(OrchestrationContext context, String input) {
    Code.call(context, "Charge");
    return original(context, input);
  }

  static String changedName(OrchestrationContext context, String input) {
    return Code.call(context, "Book");
  }

  static String removedStep(OrchestrationContext context, String input) {
    Code.call(context, "Reserve");
    return Code.call(context, "Charge");
  }

  static String addedStep(OrchestrationContext context, String input) {
    Code.call(context, "Reserve");
    context.createTimer(SHORTLY).await();
    Code.call(context, "Check");
    return Code.call(context, "Charge");
  }

  static String changedTimer(OrchestrationContext context, String input) {
    Code.call(context, "Reserve");
    context.createTimer(SHORTLY.multipliedBy(2)).await();
    return Code.call(context, "Charge");
  }
}
