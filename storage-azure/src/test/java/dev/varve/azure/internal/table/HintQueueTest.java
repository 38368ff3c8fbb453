package dev.varve.azure.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.azure.server.AzureServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HintQueueTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final HintQueue queue =
      new TestAccount().account().queue(AzureServer.shared().newHub() + "-worker-1");

  @Test
  void hints_are_taken_once() {
    queue.create();
    queue.create();
    queue.put("{\"v\":1}", MINUTE);
    queue.put("<\u00e4&>", MINUTE);
    assertThat(queue.take(32)).containsExactlyInAnyOrder("{\"v\":1}", "<\u00e4&>");
    assertThat(queue.take(32)).isEmpty();
  }

  @Test
  void a_queue_that_does_not_exist_loses_hints_and_can_be_deleted() {
    queue.put("lost", MINUTE);
    assertThat(queue.take(1)).isEmpty();
    queue.delete();
    queue.create();
    assertThat(queue.take(1)).isEmpty();
    queue.put("hint", MINUTE);
    queue.delete();
    assertThat(queue.take(1)).isEmpty();
  }
}
