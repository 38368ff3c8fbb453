package dev.varve.management.hub;

import dev.varve.Names;
import dev.varve.management.ApiCall;
import dev.varve.management.Parameter;
import dev.varve.management.RequestRefusedException;
import dev.varve.management.Route;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The hubs of an API, and which of them a request is about. */
record Hubs(SequencedMap<String, ManagedHub> byName, String connection) {
  private static final String TASK_HUB = "taskHub";
  private static final String CONNECTION = "connection";

  /** The route, which can be asked for any of the hubs. */
  static Route of(Route route) {
    return route
        .query(TASK_HUB, Parameter.Kind.TEXT, "The hub; the first one if none is given.")
        .query(
            CONNECTION,
            Parameter.Kind.TEXT,
            "The name of the storage connection; may be left out.");
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * The hub that is asked for.
   *
   * @throws RequestRefusedException if this API does not have it
   */
  ManagedHub selected(ApiCall call) {
    call.text(CONNECTION)
        .filter(given -> !given.equals(connection))
        .ifPresent(given -> {
          throw refused("connection", given, List.of(connection));
        });
    Optional<String> asked = call.text(TASK_HUB);
    if (asked.isEmpty()) {
      return byName.firstEntry().getValue();
    }
    ManagedHub hub = byName.get(asked.get());
    if (hub == null) {
      throw refused("task hub", asked.get(), names());
    }
    return hub;
  }

  /** What links to this hub carry. */
  String query(ManagedHub hub) {
    return TASK_HUB
        + "="
        + hub.store().name()
        + "&"
        + CONNECTION
        + "="
        + ApiCall.encode(connection);
  }

  private static RequestRefusedException refused(String what, String given, List<String> known) {
    return new RequestRefusedException(
        400, "this API has no " + what + " '" + Names.printable(given) + "'; it has " + known);
  }
}
