package dev.varve.management.hub;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.RawJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Values in the words of the Durable Functions HTTP API. */
final class Values {
  private Values() {}

  /** Second precision, with a Z. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String status(OrchestrationRuntimeStatus status) {
    return switch (status) {
      case PENDING -> "Pending";
      case RUNNING -> "Running";
      case SUSPENDED -> "Suspended";
      case COMPLETED -> "Completed";
      case FAILED -> "Failed";
      case TERMINATED -> "Terminated";
    };
  }

  /** A user's value as the JSON it is; as a text if a converter made it something else. */
  static void put(ObjectNode node, String name, Payload value) {
    if (RawJson.isValid(value.json())) {
      node.putRawValue(name, new RawValue(value.json()));
    } else {
      node.put(name, value.json());
    }
  }
}
