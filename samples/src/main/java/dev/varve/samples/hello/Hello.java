package dev.varve.samples.hello;

import dev.varve.ExistingInstancePolicy;
import dev.varve.OrchestrationContext;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.jdbc.SqliteStorage;
import java.nio.file.Path;
import java.time.Duration;

/** Greets, waits five seconds, says goodbye. Kill it in between, and start it again. */
public final class Hello {
  // The same id in every run, so that a second run finds what the first one started.
  private static final StartOptions ONCE =
      StartOptions.withId("hello-Ada").withExisting(ExistingInstancePolicy.keep());

  private Hello() {}

  /**
   * @param arguments the SQLite file
   */
  public static void main(String[] arguments) {
    greet(Path.of(arguments.length == 0 ? "hello.db" : arguments[0]));
  }

  // snippet:hello
  static String hello(OrchestrationContext context, String name) {
    context.callActivity("Say", "Hello, " + name).await();
    context.createTimer(Duration.ofSeconds(5)).await();
    return context.callActivity("Say", "Goodbye, " + name, String.class).await();
  }

  static void greet(Path file) {
    try (Varve varve =
        Varve.builder()
            .storage(SqliteStorage.at(file))
            .orchestrator("Hello_v1", String.class, Hello::hello)
            .activity("Say_v1", String.class, Hello::say)
            .start()) {
      VarveClient client = varve.client();
      client.scheduleNewOrchestrationInstance("Hello", "Ada", ONCE);
      var end = client.waitForInstanceCompletion("hello-Ada", Duration.ofMinutes(1));
      System.out.println("result: " + end.outputAs(String.class));
    }
  }

  // end

  static String say(String text) {
    System.out.println("saying: " + text);
    return text;
  }
}
