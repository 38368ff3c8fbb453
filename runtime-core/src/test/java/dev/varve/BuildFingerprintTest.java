package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.internal.engine.BuilderAccess;
import org.assertj.core.extractor.Extractors;
import org.junit.jupiter.api.Test;

/** The default build id covers the code that users registered, in whatever way they did. */
final class BuildFingerprintTest {
  private static final class Say implements Activity<String, String> {
    @Override
    public String run(ActivityContext context, String input) {
      return input;
    }
  }

  private static final class Hello implements Orchestrator<String, String> {
    @Override
    public String run(OrchestrationContext context, String input) {
      return input;
    }
  }

  @Test
  void an_activity_that_is_a_lambda_counts_by_the_place_of_its_own_code() {
    String asObject = fingerprint(Varve.builder().activity("Say_v1", String.class, new Say()));
    String asWork = fingerprint(Varve.builder().activity("Say_v1", String.class, word -> word));

    assertThat(asWork).isEqualTo(asObject);
  }

  @Test
  void an_orchestrator_counts_by_the_place_of_its_own_code_however_it_is_registered() {
    String asFactory = fingerprint(Varve.builder().orchestrator(Hello::new));
    String asClass = fingerprint(Varve.builder().orchestrator(Hello.class));
    String asLambda =
        fingerprint(Varve.builder().orchestrator("Hello", String.class, (context, name) -> name));

    assertThat(asClass).isEqualTo(asFactory);
    assertThat(asLambda).isEqualTo(asFactory);
  }

  @Test
  void an_input_adapter_counts_by_the_place_of_its_code() {
    String without = fingerprint(orders());
    String here =
        fingerprint(orders().inputAdapter("Order_v2", "Order_v1", String.class, old -> old));
    String elsewhere =
        fingerprint(
            orders()
                .inputAdapter("Order_v2", "Order_v1", String.class, Extractors.toStringMethod()));

    assertThat(here).isEqualTo(without);
    assertThat(elsewhere).isNotEqualTo(without);
  }

  private static VarveBuilder orders() {
    return Varve.builder().orchestrator("Order_v2", String.class, (context, input) -> input);
  }

  private static String fingerprint(VarveBuilder builder) {
    return BuildFingerprint.of(BuilderAccess.to(builder).registry(builder));
  }
}
