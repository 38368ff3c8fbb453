package dev.varve.management.router;

import dev.varve.Names;
import dev.varve.management.ApiResponse;
import dev.varve.versioning.router.Answer;
import dev.varve.versioning.router.AppBuild;
import dev.varve.versioning.router.AppResponse;
import dev.varve.versioning.router.Owner;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a router answers, in the words of HTTP: one status for each, and a reason. */
final class Answers {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;

  /** For what a try soon will hardly change. */
  private static final long LATER_SECONDS = 30;

  private static final long SOON_SECONDS = 2;

  private Answers() {}

  /**
   * The response.
   *
   * @param closed answers for an app that was closed
   */
  static ApiResponse response(Answer answer, Function<Owner, ApiResponse> closed) {
    return switch (answer) {
      case Answer.FromApp a -> passed(a.build(), a.response());
      case Answer.NotFound a -> ApiResponse.json(NOT_FOUND, message(a.reason()));
      case Answer.CreationFailed a ->
          later("the app " + a.key() + " could not be created: " + a.reason(), SOON_SECONDS);
      case Answer.LimitReached a -> limit(a);
      case Answer.TryLater a -> later(a.reason(), a.retryAfter().plusMillis(999).toSeconds());
      case Answer.OutcomeUnknown a ->
          ApiResponse.json(
              BAD_GATEWAY,
              message(
                  "the app "
                      + a.key()
                      + " may have seen the request and gave no answer; look before you send it"
                      + " again: "
                      + a.reason()));
      case Answer.OfClosedApp a -> closed.apply(a.owner());
      case Answer.SeveralOwners a -> several(a.owners());
      case Answer.NotHolding a -> later(a.reason(), SOON_SECONDS);
    };
  }

  /** With the version that answered, so that a caller can name it the next time. */
  private static ApiResponse passed(AppBuild build, AppResponse response) {
    return new ApiResponse(response.status(), PassedHeaders.toCaller(response), response.body())
        .withHeader(RouterFront.VERSION_HEADER, build.version().toString());
  }

  private static ApiResponse limit(Answer.LimitReached answer) {
    ObjectNode body = message(answer.reason());
    ArrayNode removable = body.putArray("removable");
    answer.removable().forEach(key -> removable.add(key.toString()));
    return retry(body, LATER_SECONDS);
  }

  private static ApiResponse several(List<Owner> owners) {
    String apps = owners.stream().map(o -> o.key().toString()).collect(Collectors.joining(", "));
    return ApiResponse.json(
        CONFLICT,
        message(
            "several apps have an instance of this id: "
                + apps
                + "; say which by the path /apps/{app}, the parameter taskHub or the header "
                + RouterFront.VERSION_HEADER));
  }

  private static ApiResponse later(String reason, long seconds) {
    return retry(message(reason), seconds);
  }

  private static ApiResponse retry(ObjectNode body, long seconds) {
    return ApiResponse.json(UNAVAILABLE, body)
        .withHeader("Retry-After", Long.toString(Math.max(1, seconds)));
  }

  private static ObjectNode message(String text) {
    return JsonMapper.shared().createObjectNode().put("message", Names.printable(text));
  }
}
