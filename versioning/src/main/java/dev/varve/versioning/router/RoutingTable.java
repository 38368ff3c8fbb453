package dev.varve.versioning.router;

import java.util.List;
import java.util.Optional;

/**
 * The routing table at one moment.
 *
 * @param apps in the order of their keys, closed ones among them
 */
public record RoutingTable(List<RoutedApp> apps) {
  public RoutingTable {
    apps = List.copyOf(apps);
  }

  /** The row of a key. */
  public Optional<RoutedApp> find(AppKey key) {
    return apps.stream().filter(row -> row.key().equals(key)).findFirst();
  }

  /** Where requests for an app go that name no version. */
  public Optional<RoutedApp> current(String app) {
    return apps.stream().filter(row -> row.current() && row.key().app().equals(app)).findFirst();
  }
}
