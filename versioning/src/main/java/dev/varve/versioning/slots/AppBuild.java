package dev.varve.versioning.slots;

import dev.varve.Names;
import dev.varve.hostjson.HostJson;
import dev.varve.hostjson.InvalidHostJsonException;
import java.util.List;
import java.util.Optional;

/**
 * A build as far as slots need to know it.
 *
 * @param version of the app, for people; 1 to 100 characters
 * @param storeSetting the name of the app setting whose value says where its instances are kept;
 *     not the value itself
 * @param hub the hub, or the name of a setting between percent signs, such as {@code %HubName%}
 */
public record AppBuild(String version, String storeSetting, String hub) {
  /** The setting that names the store unless {@code host.json} names another one. */
  public static final String STORE_SETTING = "DurableManagementStorage";

  /** The hub unless {@code host.json} names another one. */
  public static final String HUB = "default";

  private static final int MAX_LENGTH = 100;

  /** In the order of preference; version 2.0 of host.json has two, 1.x the last. */
  private static final List<String> CONNECTION_NAMES =
      List.of(
          "storageProvider.connectionName",
          "storageProvider.connectionStringName",
          "azureStorageConnectionStringName");

  public AppBuild {
    Names.requireText("version", version, MAX_LENGTH);
    Names.requireText("store setting", storeSetting, MAX_LENGTH);
    if (!isSetting(hub)) {
      Names.requireHub(hub);
    }
  }

  /** A build on the setting and hub that are usual. */
  public static AppBuild of(String version) {
    return new AppBuild(version, STORE_SETTING, HUB);
  }

  /**
   * A build with what its {@code host.json} says, in the shape of version 2.0 or of 1.x.
   *
   * @throws InvalidHostJsonException if a value cannot be read, or two name different settings
   * @throws IllegalArgumentException if the hub it names is none
   */
  public static AppBuild of(String version, HostJson hostJson) {
    List<String> names =
        CONNECTION_NAMES.stream().flatMap(path -> hostJson.text(path).stream()).distinct().toList();
    if (names.size() > 1) {
      throw new IllegalArgumentException(
          "host.json names more than one setting for the store, " + names + "; keep one");
    }
    return new AppBuild(
        version,
        names.stream().findFirst().orElse(STORE_SETTING),
        hostJson.text("hubName").orElse(HUB));
  }

  /** The name of the setting that holds the hub's name, if it comes from one. */
  Optional<String> hubSetting() {
    return isSetting(hub) ? Optional.of(hub.substring(1, hub.length() - 1)) : Optional.empty();
  }

  private static boolean isSetting(String hub) {
    return hub.length() > 2 && hub.startsWith("%") && hub.endsWith("%");
  }
}
