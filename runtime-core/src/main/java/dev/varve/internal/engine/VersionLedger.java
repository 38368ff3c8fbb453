package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.VersionSet;
import dev.varve.storage.HubRecords;
import dev.varve.storage.OnlyVersions;
import dev.varve.storage.StorageException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The version sets and only-version records of a hub, remembered here. Thread-safe. */
final class VersionLedger {
  private final HubRecords records;
  private final String worker;
  private final Map<String, VersionSet> sets = new ConcurrentHashMap<>();
  private final Map<String, Integer> onlyVersions = new ConcurrentHashMap<>();

  VersionLedger(HubRecords records, String worker) {
    this.records = records;
    this.worker = worker;
  }

  VersionSet versionSet(String id) {
    VersionSet known = sets.get(id);
    if (known != null) {
      return known;
    }
    VersionSet stored =
        records
            .versionSet(id)
            .orElseThrow(
                () -> new StorageException("the hub has lost its version set " + id, null));
    sets.put(id, stored);
    return stored;
  }

  void store(VersionSet set) {
    if (!sets.containsKey(set.id())) {
      records.putVersionSet(set);
      sets.put(set.id(), set);
    }
  }

  /** The version that was recorded as the current one because it was the only one known. */
  OptionalInt onlyVersion(String base) {
    Integer remembered = onlyVersions.get(base);
    if (remembered != null) {
      return OptionalInt.of(remembered);
    }
    OptionalInt recorded = OnlyVersions.get(records, base);
    recorded.ifPresent(version -> onlyVersions.put(base, version));
    return recorded;
  }

  /**
   * Stores a set while the caller's transaction is open, which may take that back: it counts as
   * stored only once it is found in the hub.
   */
  void storeJoined(VersionSet set) {
    if (!sets.containsKey(set.id())) {
      records
          .versionSet(set.id())
          .ifPresentOrElse(stored -> sets.put(set.id(), stored), () -> records.putVersionSet(set));
    }
  }

  /** As {@link #recordOnlyVersion}, while the caller's transaction is open. */
  void recordOnlyVersionJoined(FunctionName function) {
    int unused = OnlyVersions.record(records, function, worker);
  }

  /** Records it unless somebody else was faster; the first record stands. */
  void recordOnlyVersion(FunctionName function) {
    onlyVersions.put(function.base(), OnlyVersions.record(records, function, worker));
  }
}
