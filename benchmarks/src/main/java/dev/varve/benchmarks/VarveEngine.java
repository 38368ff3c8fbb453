package dev.varve.benchmarks;

import dev.varve.OrchestrationMetadata;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import java.time.Duration;

/** Varve, as one of the engines. */
final class VarveEngine implements Engine {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Varve varve;

  private VarveEngine(Varve varve) {
    this.varve = varve;
  }

  static VarveEngine start(VarveBuilder builder) {
    return new VarveEngine(builder.start());
  }

  @Override
  public void run(String orchestration, Object input) {
    VarveClient client = varve.client();
    String id = client.scheduleNewOrchestrationInstance(orchestration, input);
    OrchestrationMetadata end = client.waitForInstanceCompletion(id, LONG);
    if (!end.isCompleted()) {
      throw new IllegalStateException(
          "a measured orchestration did not complete: " + end + " " + end.failure());
    }
  }

  @Override
  public void close() {
    varve.close();
  }
}
