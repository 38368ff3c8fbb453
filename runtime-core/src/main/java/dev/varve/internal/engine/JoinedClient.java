package dev.varve.internal.engine;

import dev.varve.StartOptions;
import dev.varve.TransactionClient;
import dev.varve.storage.JoinedHub;
import dev.varve.storage.NewInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes with a transaction of the caller. */
record JoinedClient(JoinedHub hub, Requests requests) implements TransactionClient {
  @Override
  public String scheduleNewOrchestrationInstance(
      String name, @Nullable Object input, StartOptions options) {
    NewInstance instance = requests.startJoined(name, input, options);
    return Requests.started(instance.instanceId(), hub.start(List.of(instance)).getFirst());
  }

  @Override
  public void raiseEvent(String instanceId, String name, @Nullable Object payload) {
    Requests.sent(
        instanceId, hub.send(List.of(requests.event(instanceId, name, payload))).getFirst());
  }
}
