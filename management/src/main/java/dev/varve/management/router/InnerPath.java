package dev.varve.management.router;

import dev.varve.management.ManagementApi;
import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.management.hub.HubRoutes;
import dev.varve.storage.InMemoryStorage;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path as an app sees it, still encoded.
 *
 * @param method of the request
 */
record InnerPath(String method, String path) {
  private static final Pattern INSTANCE =
      Pattern.compile(Pattern.quote(RouterFront.DURABLE) + "/instances/([^/]+)(/.*)?");
  private static final Pattern START =
      Pattern.compile(Pattern.quote(RouterFront.DURABLE) + "/orchestrators/[^/]+/([^/]+)");
  private static final Pattern NEEDS_CODE = Pattern.compile("/(restart|rewind)");

  /** What the hub routes of an app are, to know which role they need; no hub is behind them. */
  private static final ManagementApi HUB_ROUTES = hubRoutes();

  private static ManagementApi hubRoutes() {
    try (InMemoryStorage nothing = new InMemoryStorage();
        HubRoutes routes = HubRoutes.on(nothing).hub("nothing").build()) {
      return ManagementApi.builder().routes(routes).build();
    }
  }

  /** The instance that the request is about, still encoded. */
  Optional<String> instance() {
    Matcher matcher = INSTANCE.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The id that the request wants an instance to be started under, still encoded. */
  Optional<String> started() {
    Matcher matcher = START.matcher(path);
    return method.equals("POST") && matcher.matches()
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /** Whether the app is to go on with an instance that has ended. */
  boolean revives() {
    Matcher matcher = INSTANCE.matcher(path);
    return matcher.matches()
        && matcher.group(2) != null
        && NEEDS_CODE.matcher(matcher.group(2)).matches();
  }

  /**
   * What a caller needs at least, if it is a path of the hub routes. Apps behind a router trust it,
   * so it asks for what they would ask for.
   */
  Optional<Role> role() {
    return HUB_ROUTES.route(method, path).map(Route::role);
  }
}
