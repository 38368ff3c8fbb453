package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.samples.hello.Hello;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md says of the program it begins with: run it, kill it, run it again. */
class HelloIT {
  @TempDir Path directory;

  @Test
  void it_goes_on_where_it_was_killed() {
    String file = directory.resolve("hello.db").toString();
    try (ChildJvm hello = ChildJvm.start(Hello.class, file)) {
      assertThat(hello.nextLine()).isEqualTo("saying: Hello, Ada");
      awaitTimer(file);
      hello.kill();
    }
    try (ChildJvm hello = ChildJvm.start(Hello.class, file)) {
      assertThat(hello.nextLine()).isEqualTo("saying: Goodbye, Ada");
      assertThat(hello.nextLine()).isEqualTo("result: Goodbye, Ada");
      assertThat(hello.stop()).isZero();
    }
  }

  /** The greeting is in history once the timer that follows it is. */
  private static void awaitTimer(String file) {
    try (var storage = SqliteStorage.at(Path.of(file))) {
      Await.until(
          "the timer is set",
          Duration.ofSeconds(20),
          () ->
              storage.hub("default").history("hello-Ada", 0, 10).stream()
                  .flatMap(turn -> turn.decisions().stream())
                  .anyMatch(TimerCreated.class::isInstance));
    }
  }
}
