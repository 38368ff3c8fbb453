package dev.varve.versioning.slots;

import dev.varve.Names;
import java.util.Map;
import java.util.Optional;

/**
 * A build that was brought into a slot, with the settings that travel with it.
 *
 * @param id unique in the app, such as {@code d7}; its processes are started with it
 * @param settings among them the one that names the store; they go where the deployment goes
 */
public record Deployment(String id, AppBuild build, Map<String, String> settings) {
  public Deployment {
    settings = Map.copyOf(settings);
    require(settings, build.storeSetting(), "the store");
    if (build.hubSetting().isPresent()) {
      require(settings, build.hubSetting().get(), "the hub");
    }
  }

  private static void require(Map<String, String> settings, String name, String what) {
    if (settings.getOrDefault(name, "").isBlank()) {
      throw new IllegalArgumentException(
          "the setting '%s' is to name %s, and is not among %s; set it"
              .formatted(name, what, settings.keySet().stream().sorted().toList()));
    }
  }

  /** Where its instances are. */
  public Location location() {
    Optional<String> hub = build.hubSetting();
    return new Location(
        value(build.storeSetting()), hub.isPresent() ? value(hub.get()) : build.hub());
  }

  private String value(String name) {
    return settings.getOrDefault(name, "");
  }

  /**
   * A hub of a store.
   *
   * @param store the value of the setting that names it
   */
  public record Location(String store, String hub) {
    public Location {
      Names.requireHub(hub);
    }
  }
}
