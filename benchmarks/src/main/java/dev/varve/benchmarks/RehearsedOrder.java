package dev.varve.benchmarks;

import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.time.Duration;
import java.util.List;

/**
 * An order that has 20 events behind it when it waits, and ten edits of it: five that its instances
 * in flight do not notice, and five that they would not survive.
 */
enum RehearsedOrder {
  AS_IT_WAS("as it was", true, RehearsedOrder::original),
  OTHER_WORDING("other wording of the same steps", true, RehearsedOrder::otherWording),
  STEP_BEHIND("a step behind where all wait", true, RehearsedOrder::stepBehind),
  CUSTOM_STATUS("another custom status", true, RehearsedOrder::customStatus),
  OTHER_OUTPUT("another output", true, RehearsedOrder::otherOutput),
  CHANGED_ORDER("changed order", false, RehearsedOrder::changedOrder),
  CHANGED_NAME("changed name", false, RehearsedOrder::changedName),
  REMOVED_STEP("removed step", false, RehearsedOrder::removedStep),
  ADDED_STEP("added step", false, RehearsedOrder::addedStep),
  CHANGED_TIMER("changed timer", false, RehearsedOrder::changedTimer);

  /** How many events an instance has recorded when it waits. */
  static final int EVENTS = 20;

  static final String WAITING = "waiting";
  private static final Duration SHORTLY = Duration.ofMillis(1);
  private static final List<String> ACTIVITIES =
      List.of("Reserve", "Check", "Charge", "Pick", "Pack", "Label", "Book", "Tell");

  private final String words;
  private final boolean harmless;
  private final Orchestrator<String, String> code;

  RehearsedOrder(String words, boolean harmless, Orchestrator<String, String> code) {
    this.words = words;
    this.harmless = harmless;
    this.code = code;
  }

  String words() {
    return words;
  }

  /** Whether every instance in flight must fit. */
  boolean harmless() {
    return harmless;
  }

  /** A build that has this edit of the order. */
  VarveBuilder build() {
    VarveBuilder builder = Varve.builder().orchestrator("Order_v1", String.class, code);
    ACTIVITIES.forEach(name -> builder.activity(name + "_v1", String.class, input -> input));
    return builder;
  }

  private static String original(OrchestrationContext context, String input) {
    first(context);
    context.createTimer(SHORTLY).await();
    for (String step : List.of("Pick", "Pack", "Label", "Book", "Tell")) {
      call(context, step);
    }
    return end(context);
  }

  private static String otherWording(OrchestrationContext context, String input) {
    begin(context);
    List.of("Reserve", "Check", "Charge").forEach(step -> call(context, step));
    context.createTimer(SHORTLY).await();
    List.of("Pick", "Pack", "Label", "Book", "Tell").forEach(step -> call(context, step));
    return end(context);
  }

  private static String stepBehind(OrchestrationContext context, String input) {
    return original(context, input) + call(context, "Thank");
  }

  private static String customStatus(OrchestrationContext context, String input) {
    context.setCustomStatus("begun");
    return original(context, input);
  }

  private static String otherOutput(OrchestrationContext context, String input) {
    return original(context, input).length() + " characters";
  }

  private static String changedOrder(OrchestrationContext context, String input) {
    begin(context);
    call(context, "Check");
    return call(context, "Reserve");
  }

  private static String changedName(OrchestrationContext context, String input) {
    begin(context);
    return call(context, "Book");
  }

  private static String removedStep(OrchestrationContext context, String input) {
    first(context);
    return call(context, "Pick");
  }

  private static String addedStep(OrchestrationContext context, String input) {
    first(context);
    context.createTimer(SHORTLY).await();
    return call(context, "Weigh");
  }

  private static String changedTimer(OrchestrationContext context, String input) {
    first(context);
    context.createTimer(SHORTLY.multipliedBy(2)).await();
    return call(context, "Pick");
  }

  private static void first(OrchestrationContext context) {
    begin(context);
    call(context, "Reserve");
    call(context, "Check");
    call(context, "Charge");
  }

  private static void begin(OrchestrationContext context) {
    context.sideEffect(String.class, () -> "begun");
  }

  private static String end(OrchestrationContext context) {
    context.setCustomStatus(WAITING);
    context.waitForExternalEvent("Go").await();
    return "done";
  }

  private static String call(OrchestrationContext context, String activity) {
    return context.callActivity(activity, "x", String.class).await();
  }
}
