package dev.varve.versioning.router;

import dev.varve.storage.HubStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routing table at one moment.
 *
 * @param apps in the order of their keys, closed ones among them
 */
public record RoutingTable(List<RoutedApp> apps) {
  public RoutingTable {
    apps = List.copyOf(apps);
  }

  /**
   * Reads it; needs no router that runs.
   *
   * @param hub the router's hub
   */
  public static RoutingTable of(HubStore hub) {
    return Table.read(hub.records());
  }

  /** The row of a key. */
  public Optional<RoutedApp> find(AppKey key) {
    return apps.stream().filter(row -> row.key().equals(key)).findFirst();
  }

  /** Where requests for an app go that name no version. */
  public Optional<RoutedApp> current(String app) {
    return apps.stream().filter(row -> row.current() && row.key().app().equals(app)).findFirst();
  }

  /**
   * As JSON: {@code apps}, each with {@code key}, {@code app}, {@code version}, {@code state},
   * {@code current}, {@code hub}, {@code run}, {@code since}, {@code idleSince}, {@code reason}.
   */
  public String toJson() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode array = root.putArray("apps");
    for (RoutedApp row : apps) {
      array
          .addObject()
          .put("key", row.key().toString())
          .put("app", row.key().app())
          .put("version", row.version().toString())
          .put("state", row.state().name())
          .put("current", row.current())
          .put("hub", row.hub())
          .put("run", row.run())
          .put("since", row.since().toString())
          .put("idleSince", row.idleSince().map(Instant::toString).orElse(null))
          .put("reason", row.reason().orElse(null));
    }
    return root.toString();
  }
}
