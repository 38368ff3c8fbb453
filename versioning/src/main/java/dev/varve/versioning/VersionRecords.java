package dev.varve.versioning;

import dev.varve.CurrentVersions.Snapshot;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import java.util.Map;
import java.util.TreeMap;

/**
 * How current versions lie in a hub: one record for each base name and one for the default, whose
 * value is the version in digits. A record cannot be deleted, so a removed entry has a value too.
 *
 * <p>One record each, and not one for all, so that two changes only meet when they are of one name,
 * and a broken value is set right by setting it.
 */
final class VersionRecords {
  /** The value of an entry that was removed. */
  static final String NONE = "none";

  private static final String PREFIX = "current-version/";

  private VersionRecords() {}

  /** The key of the record for a base name or for {@link EntryReader#DEFAULT}. */
  static String key(String name) {
    return PREFIX + name;
  }

  /** What the records say now, by base name; read at once. */
  static Map<String, String> all(HubRecords records) {
    Map<String, String> values = new TreeMap<>();
    for (HubRecord record : records.list(PREFIX)) {
      values.put(record.key().substring(PREFIX.length()), record.value());
    }
    return values;
  }

  /** What messages and the overview call the records of a hub. */
  static String source(String hub) {
    return "the records of hub " + hub;
  }

  /**
   * The versions that the records name.
   *
   * @throws InvalidVersionsException if any is broken
   */
  static Snapshot parse(String hub, Map<String, String> values) {
    EntryReader reader = new EntryReader(source(hub));
    values.forEach((name, value) -> {
      if (!value.equals(NONE)) {
        reader.addNamed(name, value);
      }
    });
    return reader.snapshot();
  }
}
