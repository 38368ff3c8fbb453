package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.VersionChoice;
import dev.varve.testing.TestEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The Java blocks of docs/rewind.md, compiled and run. */
class RewindPageTest {
  private final AtomicBoolean down = new AtomicBoolean(true);
  private final AtomicInteger reservations = new AtomicInteger();

  private TestEngine engine() {
    return TestEngine.start(
        Varve.builder()
            .orchestrator(
                "Order_v1",
                String.class,
                (context, item) ->
                    context.callActivity("Reserve", item, String.class).await()
                        + " and "
                        + context.callActivity("Charge", item, String.class).await())
            .activity(
                "Reserve_v1",
                String.class,
                (String item) -> item + " reserved " + reservations.incrementAndGet() + " time(s)")
            .activity("Charge_v1", String.class, this::charge));
  }

  private String charge(String item) {
    if (down.get()) {
      throw new IllegalStateException("the card service is down");
    }
    return "charged";
  }

  @Test
  void a_failed_order_is_rewound_and_another_one_restarted() {
    try (TestEngine engine = engine()) {
      VarveClient client = engine.client();
      client.scheduleNewOrchestrationInstance("Order", "book", StartOptions.withId("A-1"));
      assertThat(client.waitForInstanceCompletion("A-1", Duration.ofMinutes(1)).isCompleted())
          .isFalse();
      down.set(false);
      assertThat(rewind(client).outputAs(String.class))
          .isEqualTo("book reserved 1 time(s) and charged");
      assertThat(restart(client).outputAs(String.class))
          .isEqualTo("book reserved 2 time(s) and charged");
    }
  }

  private static OrchestrationMetadata rewind(VarveClient client) {
    // snippet:rewind
    client.rewindInstance("A-1", "the card service is back");
    return client.waitForInstanceCompletion("A-1", Duration.ofMinutes(1));
    // end
  }

  private static OrchestrationMetadata restart(VarveClient client) {
    // snippet:restart
    String again = client.restartInstance("A-1", true, VersionChoice.current());
    return client.waitForInstanceCompletion(again, Duration.ofMinutes(1));
    // end
  }
}
