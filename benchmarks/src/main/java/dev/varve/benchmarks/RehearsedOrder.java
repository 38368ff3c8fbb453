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
  AS_IT_WAS("as it was", true),
  OTHER_WORDING("other wording of the same steps", true),
  STEP_BEHIND("a step behind where all wait", true),
  CUSTOM_STATUS("another custom status", true),
  OTHER_OUTPUT("another output", true),
  CHANGED_ORDER("changed order", false),
  CHANGED_NAME("changed name", false),
  REMOVED_STEP("removed step", false),
  ADDED_STEP("added step", false),
  CHANGED_TIMER("changed timer", false);

  /** How many events an instance has recorded when it waits. */
  static final int EVENTS = 20;

  static final String WAITING = "waiting";
  private static final Duration SHORTLY = Duration.ofMillis(1);
  private static final List<String> ACTIVITIES =
      List.of("Reserve", "Check", "Charge", "Pick", "Pack", "Label", "Book", "Tell");

  private final String words;
  private final boolean harmless;

  RehearsedOrder(String words, boolean harmless) {
    this.words = words;
    this.harmless = harmless;
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
    VarveBuilder builder = Varve.builder().orchestrator("Order_v1", String.class, code());
    ACTIVITIES.forEach(name -> builder.activity(name + "_v1", String.class, input -> input));
    return builder;
  }

  private Orchestrator<String, String> code() {
    return switch (this) {
      case AS_IT_WAS -> RehearsedOrder::original;
      case OTHER_WORDING -> RehearsedOrder::otherWording;
      case STEP_BEHIND -> RehearsedOrder::stepBehind;
      case CUSTOM_STATUS -> RehearsedOrder::customStatus;
      case OTHER_OUTPUT -> RehearsedOrder::otherOutput;
      case CHANGED_ORDER -> RehearsedOrder::changedOrder;
      case CHANGED_NAME -> RehearsedOrder::changedName;
      case REMOVED_STEP -> RehearsedOrder::removedStep;
      case ADDED_STEP -> RehearsedOrder::addedStep;
      case CHANGED_TIMER -> RehearsedOrder::changedTimer;
    };
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
