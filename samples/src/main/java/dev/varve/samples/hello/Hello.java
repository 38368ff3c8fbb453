package dev.varve.samples.hello;

import dev.varve.ExistingInstancePolicy;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import java.nio.file.Path;
import java.time.Duration;

/** Greets, waits five seconds, says goodbye. Kill it in between, and start it again. */
public final class Hello {
  private Hello() {}

  /**
   * @param arguments the SQLite file
   */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments.length == 0 ? "hello.db" : arguments[0]);
    // snippet:hello
    var builder =
        Varve.builder()
            .storage(SqliteStorage.at(file))
            .orchestrator(
                "Hello_v1",
                String.class,
                (context, name) -> {
                  String greeting =
                      context.callActivity("Say", "Hello, " + name, String.class).await();
                  context.createTimer(Duration.ofSeconds(5)).await();
                  String farewell =
                      context.callActivity("Say", "Goodbye, " + name, String.class).await();
                  return greeting + " ... " + farewell;
                })
            .activity(
                "Say_v1",
                String.class,
                text -> {
                  System.out.println("saying: " + text);
                  return text;
                });
    try (Varve varve = builder.start()) {
      var once = StartOptions.withId("hello-Ada").withExisting(ExistingInstancePolicy.keep());
      varve.client().scheduleNewOrchestrationInstance("Hello", "Ada", once);
      var end = varve.client().waitForInstanceCompletion("hello-Ada", Duration.ofMinutes(1));
      System.out.println("result: " + end.outputAs(String.class));
    }
    // end
  }
}
