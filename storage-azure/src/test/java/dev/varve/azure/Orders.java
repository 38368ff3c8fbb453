package dev.varve.azure;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Instances of one function, and workers that serve it, for tests below the engine. */
final class Orders {
  static final FunctionName ORDER = new FunctionName("Order", 1);

  private Orders() {}

  static WorkerSession worker(HubStore hub, String name) {
    return hub.openSession(
        new SessionDescriptor(name, Set.of(ORDER), Set.of(), "build", Set.of(1)), () -> {});
  }

  static void start(HubStore hub, String id) {
    ExecutionStarted started =
        new ExecutionStarted(
            ORDER,
            ORDER.toString(),
            VersionResolution.CONFIGURED,
            "set",
            "execution-of-" + id,
            1,
            Payload.NULL,
            null,
            Map.of(),
            null,
            null);
    NewInstance instance =
        new NewInstance(
            id,
            started,
            hub.now(),
            id.hashCode(),
            hub.now(),
            ExistingInstancePolicy.refuse(),
            OptionalLong.empty());
    hub.start(List.of(instance)).toCompletableFuture().join();
  }

  static SendOutcome raise(HubStore hub, String id) {
    Message message = new Message(id, Optional.empty(), new EventRaised("go", Payload.NULL));
    return hub.send(List.of(message)).toCompletableFuture().join().getFirst();
  }

  static FetchBatch fetch(WorkerSession worker, int max) {
    return worker.fetch(new FetchRequest(max, 0, 10));
  }

  static List<String> claim(WorkerSession worker, int max) {
    return fetch(worker, max).claimed().stream().map(ClaimedInstance::instanceId).toList();
  }
}
