package dev.varve.management.hub;

import dev.varve.FailureDetails;
import dev.varve.Payload;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.management.ApiCall;
import dev.varve.management.Role;
import dev.varve.storage.InstanceRow;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of an instance in the fields of the Durable Functions HTTP API. Callers without the
 * role for payloads get null where a user's value stands.
 */
final class InstanceJson {
  private final ManagedHub hub;
  private final boolean payloads;
  private final boolean inputs;

  InstanceJson(ApiCall call, ManagedHub hub, boolean inputs) {
    this.hub = hub;
    this.payloads = call.may(Role.READ_PAYLOAD);
    this.inputs = inputs;
  }

  ObjectNode of(InstanceRow row) {
    ObjectNode node =
        JsonMapper.shared()
            .createObjectNode()
            .put("name", row.function().toString())
            .put("instanceId", row.instanceId())
            .put("runtimeStatus", Values.status(row.status()));
    if (payloads && inputs) {
      Values.put(node, "input", input(row.instanceId()));
    } else {
      node.putNull("input");
    }
    if (payloads) {
      Values.put(node, "customStatus", row.customStatus());
    } else {
      node.putNull("customStatus");
    }
    output(node, row);
    return node.put("createdTime", Values.time(row.createdAt()))
        .put("lastUpdatedTime", Values.time(row.lastUpdatedAt()));
  }

  private void output(ObjectNode node, InstanceRow row) {
    if (!payloads) {
      node.putNull("output");
    } else if (row.failure().isPresent()) {
      FailureDetails failure = row.failure().get();
      node.put("output", failure.errorType() + ": " + failure.message());
    } else {
      Values.put(node, "output", row.output());
    }
  }

  /** Null also if the instance was removed meanwhile. */
  private Payload input(String instanceId) {
    return hub.store().history(instanceId, 0, 1).stream()
        .flatMap(turn -> turn.inputs().stream())
        .filter(ExecutionStarted.class::isInstance)
        .map(event -> ((ExecutionStarted) event).input())
        .findFirst()
        .orElse(Payload.NULL);
  }
}
