package dev.varve.management.hub;

import dev.varve.management.ApiResponse;
import dev.varve.management.RequestRefusedException;
import dev.varve.management.Role;
import dev.varve.management.Route;
import java.util.List;

/** The paths of entities, which this engine does not have: clients are told so. */
final class EntityRoutes {
  private static final String ENTITIES = Paths.DURABLE + "/entities";
  private static final String MESSAGE = "this engine has no entities";

  private final Hubs hubs;

  EntityRoutes(Hubs hubs) {
    this.hubs = hubs;
  }

  List<Route> routes() {
    return List.of(
        route(Route.Method.GET, ENTITIES, Role.READ),
        route(Route.Method.GET, ENTITIES + "/{name}", Role.READ),
        route(Route.Method.GET, ENTITIES + "/{name}/{key}", Role.READ),
        route(Route.Method.POST, ENTITIES + "/{name}/{key}", Role.OPERATE),
        route(Route.Method.DELETE, ENTITIES + "/{name}/{key}", Role.OPERATE));
  }

  private Route route(Route.Method method, String path, Role role) {
    return Hubs.of(
        Route.of(method, path, role, "Entities are not supported.", call -> refuse(call))
            .answers(501, "Not supported.")
            .readsOnly());
  }

  private ApiResponse refuse(dev.varve.management.ApiCall call) {
    hubs.selected(call);
    throw new RequestRefusedException(501, MESSAGE);
  }
}
