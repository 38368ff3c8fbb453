package dev.varve.versioning;

import dev.varve.CurrentVersions.Entry;
import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionName;
import dev.varve.Names;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Changes the current versions that are kept in a hub, and tells who changed them. Programs whose
 * sources include {@link VersionSources#inHub} follow within about two seconds; instances that
 * exist are not touched. Thread-safe, and any number of programs may change the same hub at once:
 * every change is made on top of the one before it, together with its entry in the audit log.
 *
 * <p>Every change says who makes it, 1 to 200 characters that are not all blank, and why, up to
 * 1000 characters, also none; neither with control characters. Anything else is an {@link
 * IllegalArgumentException}, and nothing is written. A {@link dev.varve.storage.StorageException}
 * says whether the change may have been made all the same.
 */
public final class HubVersions {
  private static final int MAX_WHO_LENGTH = 200;
  private static final int MAX_WHY_LENGTH = 1000;
  private static final int PAGE = 500;

  private final HubStore hub;
  private final HubRecords records;
  private final boolean force;

  /**
   * @param records those of the hub
   */
  HubVersions(HubStore hub, HubRecords records, boolean force) {
    this.hub = hub;
    this.records = records;
    this.force = force;
  }

  /** The current versions in a hub. */
  public static HubVersions of(HubStore hub) {
    return new HubVersions(hub, hub.records(), false);
  }

  /** The same, but a version that nobody serves may become current: starts are refused then. */
  public HubVersions force() {
    return new HubVersions(hub, records, true);
  }

  /**
   * What the hub's records say now, read from the store.
   *
   * @throws InvalidVersionsException if one of them is broken
   */
  public Snapshot current() {
    return VersionRecords.parse(hub.name(), VersionRecords.all(records));
  }

  /**
   * Makes a version current. As an entry of any source, it holds for the orchestrator and for the
   * activity of that name, so live workers must serve it in each kind that they serve the base in.
   *
   * @return whether that changed anything; if not, nothing is written
   * @throws IllegalArgumentException if the base name breaks the grammar or carries a version, or
   *     the version is negative
   * @throws UnservedVersionException if no live worker serves it
   */
  public boolean set(String base, int version, String who, String why) {
    FunctionName function = EntryReader.require(base, version);
    requireReasons(who, why);
    if (!force) {
      ServedVersions.of(hub).require(function);
    }
    return change(base, Integer.toString(version), who, why);
  }

  /**
   * Sets the default version, which counts for starts of names without an entry.
   *
   * @return whether that changed anything; if not, nothing is written
   * @throws IllegalArgumentException if the version is negative
   * @throws UnservedVersionException if no live worker serves any orchestrator in that version
   */
  public boolean setDefault(int version, String who, String why) {
    requireReasons(who, why);
    Entry entry = new Entry(version, who); // refuses a negative version
    if (!force) {
      ServedVersions.of(hub).requireDefault(entry.version());
    }
    return change(EntryReader.DEFAULT, Integer.toString(version), who, why);
  }

  /**
   * Leaves a base name to the other sources again. Also removes a broken record of any name.
   *
   * @return whether there was an entry; if not, nothing is written
   * @throws IllegalArgumentException if the base name breaks the grammar or carries a version, and
   *     there is no record of it
   */
  public boolean remove(String base, String who, String why) {
    requireReasons(who, why);
    if (!VersionRecords.all(records).containsKey(base)) {
      EntryReader.require(base, 0);
      return false;
    }
    return change(base, VersionRecords.NONE, who, why);
  }

  /**
   * Leaves the default version to the other sources again.
   *
   * @return whether there was one; if not, nothing is written
   */
  public boolean removeDefault(String who, String why) {
    requireReasons(who, why);
    return change(EntryReader.DEFAULT, VersionRecords.NONE, who, why);
  }

  /**
   * All changes, oldest first. The audit log is read in pages as the stream is consumed, so any
   * length fits into memory; a failing store fails the stream.
   */
  public Stream<VersionChange> history() {
    return Stream.iterate(
            records.auditLog(0, PAGE),
            page -> !page.isEmpty(),
            page -> records.auditLog(page.getLast().position(), PAGE))
        .flatMap(List::stream)
        .flatMap(entry -> VersionChange.of(entry).stream());
  }

  /**
   * Writes one record with its audit entry. Whoever is slower reads what the faster one wrote and
   * tries again, so that every entry tells the version that really was there before.
   */
  private boolean change(String name, String to, String who, String why) {
    String key = VersionRecords.key(name);
    Optional<HubRecord> written = Optional.empty();
    while (written.isEmpty()) {
      Optional<HubRecord> before = records.get(key);
      String from = before.map(HubRecord::value).orElse(VersionRecords.NONE);
      if (from.equals(to)) {
        return false;
      }
      AuditEntry.Draft audit = VersionChange.draft(who, name, from, to, why);
      written = records.compareAndSet(key, before.map(HubRecord::revision).orElse(0L), to, audit);
    }
    return true;
  }

  private static void requireReasons(String who, String why) {
    if (who.isBlank()) {
      throw new IllegalArgumentException(
          "who is '" + Names.printable(who) + "'; name the person or program, for the audit log");
    }
    Names.requireText("name of who makes the change", who, MAX_WHO_LENGTH);
    if (!why.isEmpty()) {
      Names.requireText("reason why", why, MAX_WHY_LENGTH);
    }
  }
}
