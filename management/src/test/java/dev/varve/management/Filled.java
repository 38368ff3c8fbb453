package dev.varve.management;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Puts many instances into a hub at once, as starts would. */
final class Filled {
  private static final int GROUP = 1_000;

  private Filled() {}

  static void with(HubStore hub, String function, List<String> ids) {
    for (int from = 0; from < ids.size(); from += GROUP) {
      int to = Math.min(from + GROUP, ids.size());
      hub.start(
              IntStream.range(from, to)
                  .mapToObj(number -> instance(hub, function, ids.get(number), number))
                  .toList())
          .toCompletableFuture()
          .join();
    }
  }

  private static NewInstance instance(HubStore hub, String function, String id, int number) {
    Instant now = hub.now();
    FunctionName name = FunctionName.parse(function);
    ExecutionStarted started =
        new ExecutionStarted(
            name,
            name.toString(),
            VersionResolution.CONFIGURED,
            "set",
            "execution-of-" + number,
            1,
            new Payload("\"input\""),
            null,
            Map.of(),
            null,
            null);
    return new NewInstance(
        id, started, now, number, now, ExistingInstancePolicy.refuse(), OptionalLong.empty());
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
