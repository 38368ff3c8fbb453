package dev.varve.management.hub;

import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What can be done with an instance, as links. They carry no key. */
record Links(String instance, String query) {
  private static final String CHECK_AGAIN_SECONDS = "10";

  static Links of(ApiCall call, Hubs hubs, ManagedHub hub, String instanceId) {
    return new Links(
        call.baseUri() + Paths.DURABLE + "/instances/" + ApiCall.encode(instanceId),
        hubs.query(hub));
  }

  String status() {
    return instance + "?" + query;
  }

  /** The answer to a start. */
  ApiResponse accepted(String instanceId) {
    ObjectNode body =
        JsonMapper.shared()
            .createObjectNode()
            .put("id", instanceId)
            .put("statusQueryGetUri", status())
            .put("sendEventPostUri", instance + "/raiseEvent/{eventName}?" + query)
            .put("terminatePostUri", instance + "/terminate?reason={text}&" + query)
            .put("purgeHistoryDeleteUri", status())
            .put("restartPostUri", instance + "/restart?" + query)
            .put("suspendPostUri", instance + "/suspend?reason={text}&" + query)
            .put("resumePostUri", instance + "/resume?reason={text}&" + query);
    return ApiResponse.json(202, body)
        .withHeader("Location", status())
        .withHeader("Retry-After", CHECK_AGAIN_SECONDS);
  }
}
