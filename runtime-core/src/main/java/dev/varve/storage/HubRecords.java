package dev.varve.storage;

import dev.varve.VersionSet;
import java.util.List;
import java.util.Optional;

/** Small shared facts of a hub. Thread-safe; every write is durable when the method returns. */
public interface HubRecords {
  /** The record under a key. */
  Optional<HubRecord> get(String key);

  /** The records whose keys start with a prefix, ordered by key. */
  List<HubRecord> list(String keyPrefix);

  /**
   * Writes a record if its revision is the expected one, together with an audit entry.
   *
   * @param expectedRevision the revision read before, or 0 if the key must be new
   * @return the new record, or empty if somebody else was faster; then nothing was written
   */
  Optional<HubRecord> compareAndSet(
      String key, long expectedRevision, String value, AuditEntry.Draft audit);

  /** Appends to the audit log, which is never edited. */
  void audit(AuditEntry.Draft entry);

  /** A part of the audit log in order, behind a position; 0 for its beginning. */
  List<AuditEntry> auditLog(long afterPosition, int maxEntries);

  /** Stores a version set under its id. Storing an equal set again has no effect. */
  void putVersionSet(VersionSet set);

  /** The version set of this id. */
  Optional<VersionSet> versionSet(String id);
}
