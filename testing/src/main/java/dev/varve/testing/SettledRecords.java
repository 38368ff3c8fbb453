package dev.varve.testing;

import dev.varve.VersionSet;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import java.util.List;
import java.util.Optional;

/** The records of a settled storage. */
final class SettledRecords implements HubRecords {
  private final HubRecords records;
  private final StoreCalls calls;

  SettledRecords(HubRecords records, StoreCalls calls) {
    this.records = records;
    this.calls = calls;
  }

  @Override
  public Optional<HubRecord> get(String key) {
    return calls.make("get", () -> records.get(key));
  }

  @Override
  public List<HubRecord> list(String keyPrefix) {
    return calls.make("list", () -> records.list(keyPrefix));
  }

  @Override
  public Optional<HubRecord> compareAndSet(
      String key, long expectedRevision, String value, AuditEntry.Draft audit) {
    return calls.make(
        "compareAndSet", () -> records.compareAndSet(key, expectedRevision, value, audit));
  }

  @Override
  public void audit(AuditEntry.Draft entry) {
    calls.make(
        "audit",
        () -> {
          records.audit(entry);
          return entry;
        });
  }

  @Override
  public List<AuditEntry> auditLog(long afterPosition, int maxEntries) {
    return calls.make("auditLog", () -> records.auditLog(afterPosition, maxEntries));
  }

  @Override
  public void putVersionSet(VersionSet set) {
    calls.make(
        "putVersionSet",
        () -> {
          records.putVersionSet(set);
          return set;
        });
  }

  @Override
  public Optional<VersionSet> versionSet(String id) {
    return calls.make("versionSet", () -> records.versionSet(id));
  }
}
