package dev.varve.management.hub;

import static dev.varve.management.Parameter.Kind.FLAG;
import static dev.varve.management.Parameter.Kind.NUMBER;

import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.WaitTimeoutException;
import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import dev.varve.management.RequestRefusedException;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.storage.InstanceRow;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Starts instances, also once more. */
final class StartRoutes {
  /** As long as proxies in front wait. */
  private static final int LONGEST_WAIT_SECONDS = 230;

  private static final String LINKS = "Started; links to what can be done with it.";

  private final Hubs hubs;

  StartRoutes(Hubs hubs) {
    this.hubs = hubs;
  }

  List<Route> routes() {
    return List.of(
        start(Paths.DURABLE + "/orchestrators/{name}"),
        start(Paths.DURABLE + "/orchestrators/{name}/{id}"),
        Hubs.of(
            Route.of(
                    Route.Method.POST,
                    Paths.DURABLE + "/instances/{id}/restart",
                    Role.OPERATE,
                    "Starts the function of an instance once more, with its input and version.",
                    this::restart)
                .query("restartWithNewInstanceId", FLAG, "Whether it gets a new id; true.")
                .answers(202, LINKS)
                .answers(409, "It is to have the same id and has not ended.")));
  }

  private Route start(String path) {
    return Hubs.of(
        Route.of(Route.Method.POST, path, Role.OPERATE, "Starts an instance.", this::start)
            .query("timeout", NUMBER, "Wait so many seconds for its end, 1 to 230.")
            .query("pollingInterval", NUMBER, "At most the timeout; its end is noticed at once.")
            .query("version", NUMBER, "Exactly this version; the current one by default.")
            .jsonBody("The input.")
            .answers(200, "It ended in time: its output, or its state if it failed.")
            .answers(202, LINKS)
            .answers(409, "The id is that of an instance that has not ended.")
            .answers(413, "The input is too large."));
  }

  private ApiResponse start(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    String name = call.path("name");
    StartOptions options = options(call);
    OptionalLong wait = wait(call);
    String input = call.json().orElse(null);
    String id = Names.requireInstanceId(java.util.Objects.requireNonNull(options.instanceId()));
    hub.audit(call, "start", id, Names.printable(name));
    hub.client().scheduleNewOrchestrationInstance(name, input, options);
    Links links = Links.of(call, hubs, hub, id);
    return wait.isEmpty()
        ? links.accepted(id)
        : ended(call, hub, id, Duration.ofSeconds(wait.getAsLong()), links);
  }

  /** The id is made here if none is given, so that the audit log can name it first. */
  private static StartOptions options(ApiCall call) {
    boolean named = call.hasPath("id");
    StartOptions options =
        StartOptions.withId(
            named ? call.path("id") : UUID.randomUUID().toString().replace("-", ""));
    OptionalLong version = call.number("version");
    if (version.isEmpty()) {
      return options;
    }
    return options.withVersion(call.number("version", 0, 0, Integer.MAX_VALUE));
  }

  private static OptionalLong wait(ApiCall call) {
    if (call.number("timeout").isEmpty() && call.number("pollingInterval").isEmpty()) {
      return OptionalLong.empty();
    }
    int timeout = call.number("timeout", 10, 1, LONGEST_WAIT_SECONDS);
    int pause = call.number("pollingInterval", 1, 1, LONGEST_WAIT_SECONDS);
    if (pause > timeout) {
      throw new RequestRefusedException(
          400, "the pollingInterval " + pause + " is longer than the timeout " + timeout);
    }
    return OptionalLong.of(timeout);
  }

  private static ApiResponse ended(
      ApiCall call, ManagedHub hub, String id, Duration time, Links links) {
    OrchestrationMetadata end;
    try {
      end = hub.client().waitForInstanceCompletion(id, time);
    } catch (WaitTimeoutException e) {
      return links.accepted(id);
    }
    if (end.isCompleted()) {
      String output = end.outputAs(String.class);
      return ApiResponse.json(200, output == null ? "null" : output);
    }
    InstanceRow row = hub.require(id);
    return ApiResponse.json(200, new InstanceJson(call, hub, true).of(row));
  }

  private ApiResponse restart(ApiCall call) {
    ManagedHub hub = hubs.selected(call);
    String id = call.path("id");
    boolean anew = call.flag("restartWithNewInstanceId", true);
    try {
      hub.require(id);
      hub.audit(call, "restart", id, anew ? "with a new id" : "with its id");
      String restarted = hub.client().restartInstance(id, anew);
      return Links.of(call, hubs, hub, restarted).accepted(restarted);
    } catch (InstanceNotFoundException e) {
      throw new RequestRefusedException(400, String.valueOf(e.getMessage()));
    }
  }
}
