package dev.varve.management.router;

import dev.varve.management.ApiCall;
import dev.varve.management.ApiRequest;
import dev.varve.management.ApiResponse;
import dev.varve.management.RequestRefusedException;
import dev.varve.versioning.router.Answer;
import dev.varve.versioning.router.AppKey;
import dev.varve.versioning.router.AppRequest;
import dev.varve.versioning.router.AppState;
import dev.varve.versioning.router.AppVersion;
import dev.varve.versioning.router.Owner;
import dev.varve.versioning.router.Router;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes requests on, each to the app that its instance or its version decides. */
final class Passage {
  private static final String APPS = "/apps/";
  private static final Pattern TASK_HUB = Pattern.compile("(?:^|&)taskHub=([A-Za-z0-9]+)(?:&|$)");

  private final Router router;
  private final ClosedApps closedApps;

  Passage(Router router, ClosedApps closedApps) {
    this.router = router;
    this.closedApps = closedApps;
  }

  /** What a request asks for. */
  private record Asked(
      ApiCall call, URI base, InnerPath path, Optional<String> app, Optional<AppVersion> version) {

    /** As the app gets it. A read may be sent twice, if the first time there is no answer. */
    AppRequest request() {
      ApiRequest request = call.request();
      return new AppRequest(
          request.method(),
          path.path(),
          request.query(),
          PassedHeaders.toApp(request, base),
          request.body(),
          request.method().equals("GET"));
    }

    boolean isFor(Owner owner) {
      Matcher hub = TASK_HUB.matcher(call.request().query());
      return app.map(owner.key().app()::equals).orElse(true)
          && (!hub.find() || owner.hub().equals(hub.group(1)));
    }

    boolean names(Owner owner) {
      return version.map(v -> AppKey.of(owner.key().app(), v).equals(owner.key())).orElse(false);
    }
  }

  ApiResponse pass(ApiCall call) {
    Asked asked = asked(call);
    asked
        .path()
        .role()
        .filter(role -> !call.may(role))
        .ifPresent(role -> {
          throw new RequestRefusedException(
              403,
              "this path of an app needs the role "
                  + role.word()
                  + "; this caller has "
                  + call.caller().role().word());
        });
    return Answers.response(
        answerFor(asked),
        owner -> closedApps.answer(owner, call, asked.base(), asked.path().path()));
  }

  private static Asked asked(ApiCall call) {
    Optional<AppVersion> version =
        call.request().header(RouterFront.VERSION_HEADER).map(AppVersion::parse);
    String path = call.request().path();
    if (!call.hasPath("app")) {
      return new Asked(
          call,
          URI.create(call.baseUri()),
          new InnerPath(call.request().method(), path),
          Optional.empty(),
          version);
    }
    String app = AppKey.requireApp(call.path("app"));
    String inner = path.substring(APPS.length() + call.rawPath("app").length());
    return new Asked(
        call,
        URI.create(call.baseUri() + APPS + app),
        new InnerPath(call.request().method(), inner),
        Optional.of(app),
        version);
  }

  private Answer answerFor(Asked asked) {
    if (asked.path().instance().isPresent()) {
      return toOwner(asked, decoded(asked.path().instance().get()));
    }
    String app = asked.app().orElseThrow();
    Optional<Owner> running = asked.version().isPresent() ? Optional.empty() : startedBefore(asked);
    return router.send(
        app, running.map(owner -> anyPatch(owner.key())).or(asked::version), asked.request());
  }

  /**
   * Where the instance that is to be started runs already: a start that is repeated after another
   * version became current must not start it once more.
   */
  private Optional<Owner> startedBefore(Asked asked) {
    return asked
        .path()
        .started()
        .flatMap(id ->
            router.owners(decoded(id)).stream()
                .filter(asked::isFor)
                .filter(owner -> !owner.instance().status().isFinished())
                .findFirst());
  }

  private Answer toOwner(Asked asked, String instanceId) {
    List<Owner> all = router.owners(instanceId);
    List<Owner> owners = all.stream().filter(asked::isFor).toList();
    if (owners.size() > 1 && asked.version().isPresent()) {
      owners = owners.stream().filter(asked::names).toList();
    }
    if (owners.isEmpty()) {
      return new Answer.NotFound("no app has the instance that the path names");
    }
    if (owners.size() > 1) {
      return new Answer.SeveralOwners(owners);
    }
    Owner owner = owners.getFirst();
    if (asked.path().revives() || (all.size() > 1 && owner.state() != AppState.CLOSED)) {
      return router.send(owner.key().app(), Optional.of(anyPatch(owner.key())), asked.request());
    }
    return all.size() > 1
        ? new Answer.OfClosedApp(owner)
        : router.sendToOwner(instanceId, asked.request());
  }

  /** The patch decides nothing. */
  private static AppVersion anyPatch(AppKey key) {
    return new AppVersion(key.major(), key.minor(), 0);
  }

  private static String decoded(String part) {
    return URI.create("/" + part).getPath().substring(1);
  }
}
