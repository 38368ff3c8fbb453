package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.InstanceAlreadyExistsException;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.Varve;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts whose first turn runs before the store knows of them. */
class EagerStartTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  @Timeout(60)
  void a_start_does_not_wait_for_code_that_blocks() {
    CountDownLatch release = new CountDownLatch(1);
    try (Varve varve =
        Varve.builder()
            .storage(SqliteStorage.at(directory.resolve("a.db")))
            .orchestrator(
                "Slow_v1",
                String.class,
                (context, input) -> {
                  release.await();
                  return input;
                })
            .start()) {
      String id = varve.client().scheduleNewOrchestrationInstance("Slow", "x");

      assertThat(varve.client().getInstanceMetadata(id)).isPresent();
      release.countDown();
      assertThat(varve.client().waitForInstanceCompletion(id, SOON).outputAs(String.class))
          .isEqualTo("x");
    }
  }

  @Test
  @Timeout(60)
  void a_refused_start_whose_first_turn_has_run_leaves_the_instance_there_as_it_is() {
    try (Varve varve =
        Varve.builder()
            .storage(SqliteStorage.at(directory.resolve("b.db")))
            .orchestrator(
                "Order_v1",
                String.class,
                (context, input) -> {
                  context.waitForExternalEvent("Go").await();
                  return input;
                })
            .maxResidentInstances(1)
            .start()) {
      StartOptions taken = StartOptions.withId("o-1");
      varve.client().scheduleNewOrchestrationInstance("Order", "first", taken);

      assertThatThrownBy(
              () -> varve.client().scheduleNewOrchestrationInstance("Order", "second", taken))
          .isInstanceOf(InstanceAlreadyExistsException.class);
      varve.client().raiseEvent("o-1", "Go");

      OrchestrationMetadata ended = varve.client().waitForInstanceCompletion("o-1", SOON);
      assertThat(ended.outputAs(String.class)).isEqualTo("first");
    }
  }
}
