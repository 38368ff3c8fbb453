package dev.varve.management.hub;

import static dev.varve.management.Parameter.Kind.TEXT;

import dev.varve.InstanceFinishedException;
import dev.varve.Names;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.VarveClient;
import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.storage.InstanceRow;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Tells instances something. Any live worker carries it out. */
final class MessageRoutes {
  private static final int MAX_REASON = 1_000;
  private static final String INSTANCE = Paths.DURABLE + "/instances/{id}";
  private static final String ASKED = "Asked for, durably; a worker carries it out.";
  private static final String UNKNOWN = "There is no such instance.";
  private static final String ENDED = "It has ended.";

  private final Hubs hubs;

  MessageRoutes(Hubs hubs) {
    this.hubs = hubs;
  }

  /** What is sent. */
  private interface Message {
    void send(VarveClient client, String instanceId, String reason);
  }

  List<Route> routes() {
    return List.of(
        Hubs.of(
            Route.of(
                    Route.Method.POST,
                    INSTANCE + "/raiseEvent/{event}",
                    Role.OPERATE,
                    "Raises an event for an instance, which keeps it until it waits for it.",
                    this::raiseEvent)
                .jsonBody("What comes with the event.")
                .answers(202, "Kept, durably.")
                .answers(404, UNKNOWN)
                .answers(410, ENDED)
                .answers(413, "What comes with the event is too large.")),
        message(
            "terminate",
            "Ends an instance and its children, with the reason as its output.",
            (client, id, reason) ->
                client.terminate(
                    id,
                    reason.isEmpty() ? null : JsonMapper.shared().valueToTree(reason).toString())),
        message(
            "suspend",
            "Suspends an instance: it keeps what arrives until it is resumed.",
            VarveClient::suspendInstance),
        message(
            "resume",
            "Resumes a suspended instance; tries a parked one again.",
            VarveClient::resumeInstance),
        withReason(
                Route.of(
                    Route.Method.POST,
                    INSTANCE + "/rewind",
                    Role.OPERATE,
                    "Puts an instance that has failed back to work, behind what was finished.",
                    this::rewind))
            .answers(412, "It has not failed."),
        Hubs.of(
            Route.of(
                    Route.Method.POST,
                    Paths.DURABLE + "/makeprimary",
                    Role.ADMIN,
                    "Changes nothing: all workers of a hub are equal. For clients that ask.",
                    this::makePrimary)
                .answers(200, "All workers of the hub may work.")));
  }

  private Route message(String word, String summary, Message message) {
    return withReason(
            Route.of(
                Route.Method.POST,
                INSTANCE + "/" + word,
                Role.OPERATE,
                summary,
                call -> send(call, word, message)))
        .answers(410, ENDED);
  }

  private static Route withReason(Route route) {
    return Hubs.of(
        route
            .query("reason", TEXT, "Why, at most 1,000 characters; kept in the audit log.")
            .answers(202, ASKED)
            .answers(404, UNKNOWN));
  }

  private ApiResponse send(ApiCall call, String word, Message message) {
    ManagedHub hub = hubs.selected(call);
    String id = call.path("id");
    String reason = reason(call);
    requireActive(hub, id);
    hub.audit(call, word, id, reason);
    message.send(hub.client(), id, reason);
    return ApiResponse.empty(202);
  }

  private ApiResponse raiseEvent(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    String id = call.path("id");
    String event = Names.requireEventName(call.path("event"));
    String payload = call.json().orElse(null);
    requireActive(hub, id);
    hub.audit(call, "raise-event", id, event);
    hub.client().raiseEvent(id, event, payload);
    return ApiResponse.empty(202);
  }

  private ApiResponse rewind(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    String id = call.path("id");
    String reason = reason(call);
    InstanceRow row = hub.require(id);
    if (row.status() == OrchestrationRuntimeStatus.FAILED) {
      hub.audit(call, "rewind", id, reason);
    }
    hub.client().rewindInstance(id, reason);
    return ApiResponse.empty(202);
  }

  private ApiResponse makePrimary(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    hub.audit(call, "make-primary", hub.store().name(), "all workers of a hub are equal");
    return ApiResponse.empty(200);
  }

  private static void requireActive(ManagedHub hub, String id) {
    if (hub.require(id).status().isFinished()) {
      throw new InstanceFinishedException(id);
    }
  }

  private static String reason(ApiCall call) {
    return call.text("reason")
        .map(reason -> Names.requireText("reason", reason, MAX_REASON))
        .orElse("");
  }
}
