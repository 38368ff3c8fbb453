package dev.varve.benchmarks;

import dev.varve.OrchestrationContext;
import dev.varve.Task;
import dev.varve.VarveBuilder;
import java.util.ArrayList;
import java.util.List;

/** What the workloads run. Strings in and out, and no work but that of the engine. */
final class Functions {
  private Functions() {}

  static VarveBuilder register(VarveBuilder builder) {
    return builder
        .orchestrator(Engine.ONE + "_v1", String.class, Functions::one)
        .orchestrator(
            Engine.CHAIN + "_v1", String.class, (context, input) -> chain(context, "Echo", input))
        .orchestrator(Engine.FAN_OUT + "_v1", Integer.class, Functions::fanOut)
        .orchestrator(Engine.SEQUENCE + "_v1", Integer.class, Functions::sequence)
        .activity("Echo_v1", String.class, input -> input);
  }

  private static String one(OrchestrationContext context, String input) {
    return context.callActivity("Echo", input, String.class).await();
  }

  /** Ten activities in a row, each with the output of the one before. */
  static String chain(OrchestrationContext context, String activity, String input) {
    String value = input;
    for (int i = 0; i < Engine.CHAIN_LENGTH; i++) {
      value = context.callActivity(activity, value, String.class).await();
    }
    return value;
  }

  private static int fanOut(OrchestrationContext context, int width) {
    List<Task<String>> tasks = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      tasks.add(context.callActivity("Echo", "hello", String.class));
    }
    return context.allOf(tasks).await().size();
  }

  static int sequence(OrchestrationContext context, int length) {
    for (int i = 0; i < length; i++) {
      context.callActivity("Echo", "hello", String.class).await();
    }
    return length;
  }
}
