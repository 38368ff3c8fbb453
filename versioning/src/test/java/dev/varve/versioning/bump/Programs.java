package dev.varve.versioning.bump;

import java.io.IOException;
import java.nio.file.Path;

/** Programs that several tests copy functions of. */
final class Programs {
  static final String ORDER =
      """
      package app;

      import dev.varve.OrchestrationContext;
      import dev.varve.Orchestrator;

      /** Version 1, called Order_v1. */
      final class Order_v1 implements Orchestrator<String, String> {
        @Override
        public String run(OrchestrationContext context, String input) {
          return "Order_v1(" + context.callActivity("Charge_v1", input, String.class).await() + ")";
        }
      }
      """;
  static final String APP =
      """
      package app;

      import dev.varve.VarveBuilder;

      final class App {
        static void register(VarveBuilder builder) {
          builder
              .orchestrator(Order_v1::new)
              .activity("Charge_v1", String.class, App::charge);
        }

        private static String charge(String text) {
          return "Charge_v1 of " + text;
        }
      }
      """;

  private Programs() {}

  /** An orchestrator that calls an activity by its full name. */
  static CodeTree order(Path directory) throws IOException {
    return new CodeTree(directory).java("app/Order_v1.java", ORDER).java("app/App.java", APP);
  }

  /** An orchestrator class that does nothing. */
  static String orchestrator(String packageName, String name) {
    return orchestrator(packageName, name, "return input;");
  }

  static String orchestrator(String packageName, String name, String body) {
    return """
    package %s;

    import dev.varve.OrchestrationContext;
    import dev.varve.Orchestrator;

    public final class %s implements Orchestrator<String, String> {
      @Override
      public String run(OrchestrationContext context, String input) {
        %s
      }
    }
    """
        .formatted(packageName, name, body);
  }

  /** A class {@code app.App} that registers. */
  static String app(String registrations) {
    return """
    package app;

    import dev.varve.VarveBuilder;

    final class App {
      static void register(VarveBuilder builder) {
        %s
      }
    }
    """
        .formatted(registrations);
  }
}
