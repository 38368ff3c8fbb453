package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.storage.InMemoryStorage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DrainTest {
  private static final Duration DRAIN = Duration.ofMillis(200);

  /** The engine waits five seconds more for instances that cannot be given back. */
  private static final Duration PROMPT = Duration.ofSeconds(4);

  @Test
  void closing_on_an_interrupted_thread_ends_everything_and_keeps_the_interrupt()
      throws InterruptedException {
    InMemoryStorage storage = new InMemoryStorage();
    Varve varve =
        Varve.builder()
            .sharedStorage(storage)
            .hub("orders")
            .orchestrator("Order_v1", String.class, (context, input) -> input)
            .start();
    assertThat(storage.hub("orders").sessions()).hasSize(1);
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              varve.close();
              stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
    closing.join();
    assertThat(stillInterrupted).isCompletedWithValue(true);
    assertThat(storage.hub("orders").sessions()).isEmpty();
  }

  @Test
  void an_activity_that_outlasts_the_drain_is_interrupted_as_soon_as_its_time_is_over()
      throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<Void> interrupted = new CompletableFuture<>();
    Varve varve =
        Varve.builder()
            .drainTimeout(DRAIN)
            .orchestrator(
                "Slow_v1",
                String.class,
                (context, input) -> context.callActivity("Block", input, String.class).await())
            .activity(
                "Block_v1",
                String.class,
                input -> {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.complete(null);
                  }
                  return input;
                })
            .start();
    varve.client().scheduleNewOrchestrationInstance("Slow", "x");
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> closed = CompletableFuture.runAsync(varve::close);

    assertThat(closed).succeedsWithin(PROMPT);
    assertThat(interrupted).succeedsWithin(PROMPT);
  }
}
