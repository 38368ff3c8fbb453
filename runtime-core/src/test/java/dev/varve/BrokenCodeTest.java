package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Code that breaks in places where nobody expects it to. */
class BrokenCodeTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final class Unspeakable extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message today");
    }
  }

  @Test
  void an_exception_whose_message_cannot_be_read_fails_the_instance_all_the_same() {
    try (Varve varve =
        Varve.builder()
            .orchestrator(
                "Order_v1",
                String.class,
                (context, input) -> {
                  throw new Unspeakable();
                })
            .start()) {
      String id = varve.client().scheduleNewOrchestrationInstance("Order", "x");

      OrchestrationMetadata ended = varve.client().waitForInstanceCompletion(id, SOON);

      assertThat(ended.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
      assertThat(ended.failure().orElseThrow().errorType()).isEqualTo(Unspeakable.class.getName());
    }
  }
}
