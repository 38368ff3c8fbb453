package dev.varve.versioning;

import dev.varve.CurrentVersions;
import dev.varve.storage.HubStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where current versions come from. Every source names base names and whole numbers from 0 on, and
 * may name one default version for starts of names without an entry.
 */
public final class VersionSources {
  private static final Duration FILE_INTERVAL = Duration.ofMillis(250);

  private VersionSources() {}

  /** Versions that the program sets and changes itself, empty at first. */
  public static CodeVersions inCode() {
    return inCode(Map.of());
  }

  /**
   * Versions that the program sets and changes itself.
   *
   * @param versions base name to current version
   * @throws IllegalArgumentException if a name breaks the grammar or a version is negative
   */
  public static CodeVersions inCode(Map<String, Integer> versions) {
    CodeVersions code = new CodeVersions();
    versions.forEach(code::set);
    return code;
  }

  /**
   * System properties such as {@code varve.version.Order=2}, and {@code varve.default.version} for
   * the default. A property set while the program runs counts from the next start on.
   *
   * @throws InvalidVersionsException if a property is broken now
   */
  public static VersionSource systemProperties() {
    return new SystemPropertyVersions(System.getProperties());
  }

  /**
   * The records of a hub, which {@link HubVersions} changes, for all programs that share the hub.
   * Changes are seen within about two seconds, also those of this program. Close the source before
   * the storage.
   *
   * <p>A hub without such records names no versions. Looking costs one query a second while starts
   * ask, and one every two seconds otherwise; never one of the start itself.
   *
   * @throws InvalidVersionsException if a record is broken now
   * @throws dev.varve.storage.StorageException if the hub cannot be read now; later, what was read
   *     last stays
   */
  public static VersionSource inHub(HubStore hub) {
    HubRecordVersions records =
        new HubRecordVersions(hub.name(), () -> VersionRecords.all(hub.records()));
    records.start();
    return records;
  }

  /**
   * A file, watched for changes: replaced or edited in place, on any file system, seen within about
   * a second. Close the source to stop watching.
   *
   * <p>{@code .properties} files hold lines like {@code Order=2}, {@code .json} files one object
   * like {@code {"Order": 2}}. The name {@code *} is the default version.
   *
   * @throws InvalidVersionsException if the file is missing or broken now, or of another kind
   */
  public static VersionSource watching(Path file) {
    WatchedVersionFile watched = new WatchedVersionFile(file, snapshot -> {});
    watched.start(FILE_INTERVAL);
    return watched;
  }

  /**
   * Environment variables such as {@code VARVE_VERSION_Order=2}, and {@code VARVE_DEFAULT_VERSION}
   * for the default. A dot in a base name is written as an underscore: {@code
   * VARVE_VERSION_Order_Item} is {@code Order.Item}. Read once, since the environment of a running
   * program does not change.
   *
   * @throws InvalidVersionsException if a variable is broken
   */
  public static VersionSource environment() {
    return new EnvironmentVersions(System.getenv());
  }

  /**
   * The default version in a {@code host.json}: {@code extensions.durableTask.defaultVersion}, or
   * {@code durableTask.defaultVersion} in the shape of version 1.x, a whole number. Without that
   * setting it names no version. Watched for changes like {@link #watching}; close it to stop.
   *
   * @throws InvalidVersionsException if the file is missing or broken now, or the setting is no
   *     whole number
   */
  public static VersionSource hostJson(Path file) {
    HostJsonVersions host = new HostJsonVersions(file);
    host.start(FILE_INTERVAL);
    return host;
  }

  /**
   * Several sources as one. Code goes before system properties, these before the records of the
   * hub, these before watched files, these before the environment, and that before {@code
   * host.json}, in whatever order they are given; of two of the same kind the first given wins. A
   * source that was not made here counts as code.
   *
   * <p>An entry of any source goes before every default; of several defaults, that of the highest
   * source holds. {@code Entry.source()} says who decided. Closing closes all of them.
   */
  public static VersionSource combined(CurrentVersions... sources) {
    return new CombinedVersions(List.of(sources));
  }
}
