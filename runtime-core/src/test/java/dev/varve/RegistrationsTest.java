package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegistrationsTest {
  private static final class Greetings implements Registrations {
    @Override
    public void register(VarveBuilder builder) {
      builder
          .orchestrator(
              "Greet_v1",
              String.class,
              (context, name) -> context.callActivity("Say", name, String.class).await())
          .activity("Say_v1", String.class, name -> "Hello, " + name);
    }
  }

  @Test
  void a_program_registers_what_its_registrations_name() {
    try (Varve varve = Varve.builder().register(new Greetings()).start()) {
      VarveClient client = varve.client();
      String id = client.scheduleNewOrchestrationInstance("Greet", "Ada");
      OrchestrationMetadata end = client.waitForInstanceCompletion(id, Duration.ofMinutes(1));
      assertThat(end.outputAs(String.class)).isEqualTo("Hello, Ada");
    }
  }
}
