package dev.varve.management.router;

import dev.varve.Names;
import dev.varve.WaitTimeoutException;
import dev.varve.management.ApiCall;
import dev.varve.management.ApiResponse;
import dev.varve.management.Handler;
import dev.varve.management.RequestRefusedException;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.management.Route.Method;
import dev.varve.versioning.router.AppBuild;
import dev.varve.versioning.router.AppChange;
import dev.varve.versioning.router.AppKey;
import dev.varve.versioning.router.CurrentChoice;
import dev.varve.versioning.router.Deployment;
import dev.varve.versioning.router.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows, deploys and removes the apps of a router. */
final class RouterAdministration {
  private static final String BASE = "/varve/v1/router/";

  /** Less than proxies in front wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String NO_REASON = "by HTTP";

  private final Router router;

  RouterAdministration(Router router) {
    this.router = router;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, BASE + "apps", Role.READ, "The routing table.", call -> apps())
            .answers(200, "Each app with its state, and which version is current."),
        change(
                "deploy",
                "Deploys a build: creates its app, or puts another patch in its place.",
                this::deploy)
            .jsonBody(
                "app, version (major.minor.patch), current (when-newer, if-none, always or never;"
                    + " when-newer unless given) and reason."),
        change("remove", "Removes an app that is not current and has nothing to do.", this::remove)
            .jsonBody("app, version (major.minor, any patch behind it) and reason."));
  }

  private static Route change(String word, String summary, Handler handler) {
    return Route.of(Method.POST, BASE + word, Role.ADMIN, summary, handler)
        .answers(200, "It is as was asked: key, verdict and detail.")
        .answers(202, "It takes longer, and goes on.")
        .answers(409, "It may not be done as things are; nothing was changed.")
        .answers(502, "It was tried and failed; what was there before is there still.");
  }

  private ApiResponse apps() {
    return ApiResponse.json(200, router.client().apps().toJson());
  }

  private ApiResponse deploy(ApiCall call) {
    JsonNode body = body(call);
    AppBuild build = AppBuild.of(text(body, "app"), text(body, "version"));
    CurrentChoice current =
        optional(body, "current").map(CurrentChoice::parse).orElse(CurrentChoice.WHEN_NEWER);
    Deployment deployment = new Deployment(build, current, call.caller().name(), reason(body));
    return changed(() -> router.client().deploy(deployment, PATIENCE));
  }

  private ApiResponse remove(ApiCall call) {
    JsonNode body = body(call);
    AppKey key = AppKey.ofVersion(text(body, "app"), text(body, "version"));
    return changed(() -> router.client().remove(key, call.caller().name(), reason(body), PATIENCE));
  }

  private static ApiResponse changed(Supplier<AppChange> change) {
    try {
      AppChange done = change.get();
      int status =
          switch (done.verdict()) {
            case DONE, UNCHANGED -> 200;
            case REFUSED, LIMIT_REACHED -> 409;
            case FAILED -> 502;
          };
      return ApiResponse.json(status, done.toJson());
    } catch (WaitTimeoutException e) {
      ObjectNode body =
          JsonMapper.shared()
              .createObjectNode()
              .put("message", "it is not done yet and goes on; look at " + BASE + "apps");
      return ApiResponse.json(202, body);
    }
  }

  private static JsonNode body(ApiCall call) {
    JsonNode body = JsonMapper.shared().readTree(call.json().orElse("{}"));
    if (!body.isObject()) {
      throw new RequestRefusedException(400, "the body is no object; give app and version in one");
    }
    return body;
  }

  private static String text(JsonNode body, String field) {
    return optional(body, field)
        .orElseThrow(() ->
            new RequestRefusedException(400, "the body has no '" + field + "'; give it as text"));
  }

  private static String reason(JsonNode body) {
    return optional(body, "reason").orElse(NO_REASON);
  }

  private static Optional<String> optional(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new RequestRefusedException(
          400, "'" + field + "' is " + Names.printable(value.toString()) + "; give it as text");
    }
    return Optional.of(value.asString());
  }
}
