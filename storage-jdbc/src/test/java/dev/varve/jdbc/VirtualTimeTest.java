package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The test kit's virtual time over a store that has a thread of its own. */
class VirtualTimeTest {
  @TempDir Path directory;

  @Test
  @Timeout(60)
  void a_timer_of_thirty_days_is_waited_for_at_once() {
    try (TestEngine engine =
        TestEngine.start(
            Varve.builder()
                .orchestrator(
                    "Order_v1",
                    String.class,
                    (context, input) -> {
                      context.createTimer(Duration.ofDays(30)).await();
                      return input;
                    }),
            clock -> SqliteStorage.at(directory.resolve("a.db"), clock))) {
      String id = engine.client().scheduleNewOrchestrationInstance("Order", "x");

      assertThat(
              engine
                  .client()
                  .waitForInstanceCompletion(id, Duration.ofDays(40))
                  .outputAs(String.class))
          .isEqualTo("x");
    }
  }
}
