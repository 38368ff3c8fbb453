package dev.varve.storage;

import dev.varve.FunctionName;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The versions a hub recorded as current because they were the only ones known at a first start by
 * base name. Kept, so that registering another version changes nothing until somebody moves it.
 */
public final class OnlyVersions {
  private static final String PREFIX = "only-version/";

  private OnlyVersions() {}

  /** The version recorded for a base name. */
  public static OptionalInt get(HubRecords records, String base) {
    return records
        .get(PREFIX + base)
        .map(record -> OptionalInt.of(version(record)))
        .orElse(OptionalInt.empty());
  }

  /** All that were recorded, by base name. */
  public static Map<String, Integer> all(HubRecords records) {
    Map<String, Integer> versions = new TreeMap<>();
    records
        .list(PREFIX)
        .forEach(record -> versions.put(record.key().substring(PREFIX.length()), version(record)));
    return versions;
  }

  /**
   * Records a version unless one is recorded already.
   *
   * @param who the person or program, for the audit log
   * @return what is recorded now: this version, or that of somebody faster
   */
  public static int record(HubRecords records, FunctionName function, String who) {
    AuditEntry.Draft audit =
        new AuditEntry.Draft(
            who, "current-version", function.base(), "recorded as the only version known");
    Optional<HubRecord> written =
        records.compareAndSet(
            PREFIX + function.base(), 0, Integer.toString(function.version()), audit);
    return written.isPresent()
        ? function.version()
        : get(records, function.base()).orElse(function.version());
  }

  private static int version(HubRecord record) {
    try {
      return Integer.parseInt(record.value());
    } catch (NumberFormatException e) {
      throw new StorageException(
          "the hub record '"
              + record.key()
              + "' holds '"
              + record.value()
              + "', which is no version",
          e);
    }
  }
}
