package dev.varve.testing.versioning;

import dev.varve.FunctionName;
import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.VarveBuilder;
import java.util.function.Consumer;

/** What a build registers. Builds are put together by {@link Consumer#andThen}. */
final class Code {
  /** The custom status of code that waits for the event {@code Go}. */
  static final String WAITING = "waiting";

  private Code() {}

  /** Orchestrators that end at once with their own full name. */
  static Consumer<VarveBuilder> answering(String... names) {
    return builder -> {
      for (String name : names) {
        builder.orchestrator(name, String.class, (context, input) -> name);
      }
    };
  }

  /** One orchestrator. */
  static Consumer<VarveBuilder> orchestrator(String name, Orchestrator<String, String> code) {
    return builder -> builder.orchestrator(name, String.class, code);
  }

  /**
   * Orchestrators that wait for {@code Go}, then charge, and end with their name and the charge.
   */
  static Consumer<VarveBuilder> charging(String... names) {
    return builder -> {
      for (String name : names) {
        builder.orchestrator(
            name,
            String.class,
            (context, input) -> {
              waitForGo(context);
              return name + " " + call(context, "Charge");
            });
      }
    };
  }

  /** Activities that end with their own full name. */
  static Consumer<VarveBuilder> activities(Journal journal, String... names) {
    return builder -> {
      for (String name : names) {
        FunctionName function = FunctionName.parse(name);
        builder.activity(
            name,
            String.class,
            (context, input) -> {
              journal.note(function.base(), function.version(), context, input);
              return name;
            });
      }
    };
  }

  static void waitForGo(OrchestrationContext context) {
    context.setCustomStatus(WAITING);
    context.waitForExternalEvent("Go").await();
  }

  static String call(OrchestrationContext context, String activity) {
    return context.callActivity(activity, "x", String.class).await();
  }
}
