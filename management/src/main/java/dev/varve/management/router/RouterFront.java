package dev.varve.management.router;

import dev.varve.management.Role;
import dev.varve.management.Route;
import dev.varve.management.Route.Method;
import dev.varve.management.RouteSet;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.Router;
import java.util.ArrayList;
import java.util.List;

/**
 * A router of apps as routes. Thread-safe; holds nothing open.
 *
 * <ul>
 *   <li>{@code /apps/{app}/...} goes to the app as {@code /...}: to the version that the header
 *       {@code Varve-App-Version} names, to the current one without it.
 *   <li>{@code /runtime/webhooks/durabletask/instances/{id}...}, as it is and below {@code
 *       /apps/{app}}, goes to the app that owns the instance, whatever is current. If that app was
 *       closed, the store answers.
 *   <li>{@code /varve/v1/router/...} shows, deploys and removes apps.
 * </ul>
 *
 * <p>Reading through the router needs the role {@code read-payload} and all else {@code operate},
 * or what the hub routes need on the inner path, if that is more.
 */
public final class RouterFront implements RouteSet {
  static final String DURABLE = "/runtime/webhooks/durabletask";
  static final String VERSION_HEADER = "Varve-App-Version";

  private final List<Route> routes;

  private RouterFront(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /**
   * The front of a router.
   *
   * @param router stays the caller's to close
   * @param storage holds the hubs of its apps
   */
  public static RouterFront of(Router router, Storage storage) {
    Passage passage = new Passage(router, new ClosedApps(storage));
    List<Route> routes = new ArrayList<>();
    for (Method method : Method.values()) {
      routes.add(
          passing(method, "/apps/{app}/{rest...}", "Goes to an app, in one version.", passage));
      routes.add(
          passing(
              method,
              DURABLE + "/instances/{id}",
              "Goes to the app that owns the instance.",
              passage));
      routes.add(
          passing(
              method,
              DURABLE + "/instances/{id}/{rest...}",
              "Goes to the app that owns the instance.",
              passage));
    }
    routes.addAll(new RouterAdministration(router).routes());
    return new RouterFront(routes);
  }

  private static Route passing(Method method, String path, String summary, Passage passage) {
    Role role = method == Method.GET ? Role.READ_PAYLOAD : Role.OPERATE;
    Route route =
        Route.of(method, path, role, summary, passage::pass)
            .answers(404, "There is no such app, version or instance.")
            .answers(409, "Several apps have an instance of this id.")
            .answers(502, "The app may have seen the request, and gave no answer.")
            .answers(503, "No app has seen the request; Retry-After says when to send it again.");
    return method == Method.GET ? route : route.rawBody("What the app is to get.");
  }

  @Override
  public List<Route> routes() {
    return routes;
  }
}
